import { afterEach, expect, test } from 'vitest';
import { ScriptedLlm } from '../scripted-llm.ts';
import type { Scenario } from './scenario-file.ts';
import { markInstructions, ScenarioLlm } from './scenario-llm.ts';
import { scenarioSchema } from './scenario.ts';

let elsewhere: ScriptedLlm;
let llm: ScenarioLlm;
afterEach(() => Promise.all([llm.stop(), elsewhere.stop()]));

async function start(file: object): Promise<void> {
  elsewhere = await ScriptedLlm.start();
  elsewhere.otherwise = 'From elsewhere.';
  const parsed = scenarioSchema.parse({ steps: [{ wait: '1s' }], ...file });
  const scenario: Scenario = { ...parsed, name: 'tea', path: 'tea.yaml', said: {}, places: [] };
  llm = await ScenarioLlm.start([scenario], elsewhere.address.baseUrl);
}

/** Asks as the agent does. @returns what was answered: text, or tools. */
function ask(instructions: string, ...messages: object[]): Promise<unknown> {
  return send(false, instructions, ...messages);
}

async function send(stream: boolean, instructions: string, ...messages: object[]): Promise<unknown> {
  const response = await fetch(`${llm.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'any',
      stream,
      messages: [{ role: 'system', content: instructions }, ...messages],
    }),
  });
  if (stream) return response.text();
  const { choices } = (await response.json()) as {
    choices: { message: { content: string; tool_calls?: { id: string; function: object }[] } }[];
  };
  const message = choices[0]?.message;
  return message?.tool_calls ?? message?.content;
}

const user = (content: string) => ({ role: 'user', content });
const marked = markInstructions('Be brief.', 'tea');

test('a request is answered by the script of its scenario, and elsewhere without one', async () => {
  await start({
    script: [
      { when: 'tea', knows: 'sugar', answer: 'Sweet tea.' },
      { when: 'tea', answer: 'Plain tea.' },
    ],
  });
  expect(await ask(marked, user('Some tea, please.'))).toBe('Plain tea.');
  expect(await ask(marked, user('I like sugar.'), user('Some tea, please.'))).toBe('Sweet tea.');
  expect(await ask('Be brief.', user('Some tea, please.'))).toBe('From elsewhere.');
  expect(await ask(markInstructions('', 'other'), user('Some tea, please.'))).toBe('From elsewhere.');
});

test('a tool is called with what the script says, and its result is told', async () => {
  await start({ script: [{ answer: [{ tool: 'clock', with: { zone: 'UTC' } }, 'It is {result}.'] }] });
  const [tool] = (await ask(marked, user('The time?'))) as [{ id: string; function: object }];
  expect(tool.function).toEqual({ name: 'clock', arguments: '{"zone":"UTC"}' });
  expect(llm.toolArguments.get(tool.id)).toBe('{"zone":"UTC"}');
  const used = [
    user('The time?'),
    { role: 'assistant', tool_calls: [tool] },
    { role: 'tool', tool_call_id: tool.id, content: 'noon' },
  ];
  expect(await ask(marked, ...used)).toBe('It is noon.');
});

test('tools that another model calls are seen as well, and notes are those of the scenario', async () => {
  await start({ notes: { when: 'tea', summary: 'Tea.', facts: { name: 'Ada' } } });
  const call = { id: 'x', type: 'function', function: { name: 'clock', arguments: '{"zone":1}' } };
  await ask('Be brief.', user('The time?'), { role: 'assistant', tool_calls: [call] });
  expect(llm.toolArguments.get('x')).toBe('{"zone":1}');
  const notes = 'You keep the notes of an assistant.';
  expect(await ask(notes, user('caller: Some tea, please.'))).toBe(
    '{"summary":"Tea.","facts":[{"key":"name","value":"Ada"}]}',
  );
  expect(await ask(notes, user('caller: Some coffee, please.'))).toBe('From elsewhere.');
});

test('what the script does not know is told by turn, as it was said in the end, and of this call only', async () => {
  await start({ script: [{ when: 'tea', answer: 'Plain tea.' }] });
  await send(true, marked, user('Do you'));
  await send(true, marked, user('Do you have tea?'));
  expect(llm.listUnknown('tea')).toEqual([]);
  const later = [user('Do you have tea?'), { role: 'assistant', content: 'Plain tea.' }];
  await send(true, marked, ...later, user('And'));
  await send(true, marked, ...later, user('And coffee?'));
  expect(llm.listUnknown('tea')).toEqual(['And coffee?']);
  llm.forgetUnknown('tea');
  expect(llm.listUnknown('tea')).toEqual([]);
});
