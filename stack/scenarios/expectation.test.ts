import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CALL_RATE_HZ } from '../caller.ts';
import type { Caller } from '../caller.ts';
import { awaitExpectation } from './expectation.ts';
import { ScenarioCall } from './scenario-call.ts';
import { scenarioSchema } from './scenario.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const FRAME_MS = 20;

/** A caller that has heard and read what a test says, and never was in a room. */
function createCaller() {
  const caller = {
    heard: [] as Caller['heard'],
    spoken: [] as Caller['spoken'],
    transcript: [] as Caller['transcript'],
    data: [] as Caller['data'],
    agentAttributes: { 'lk.agent.state': 'listening' } as Record<string, string>,
    endedMs: undefined as number | undefined,
  };
  const hear = (fromMs: number, toMs: number) => {
    for (let atMs = fromMs; atMs < toMs; atMs += FRAME_MS)
      caller.heard.push({ atMs, samples: new Int16Array((CALL_RATE_HZ * FRAME_MS) / 1000).fill(3000) });
  };
  const tell = (topic: string, message: object) =>
    caller.data.push({ topic, text: JSON.stringify(message), atMs: performance.now() });
  return { caller, call: new ScenarioCall(caller as unknown as Caller, performance.now()), hear, tell };
}

/** What comes of an expectation as a scenario says it. */
async function judge(
  said: Record<string, unknown>,
  call: ScenarioCall,
  toolArguments?: Map<string, string>,
): Promise<string> {
  const { steps } = scenarioSchema.parse({ steps: [{ expect: { within: '3s', ...said } }] });
  const expected = steps[0]?.expect;
  if (!expected) throw new Error('There is no expectation.');
  const context = {
    judge: () => Promise.resolve(undefined),
    transcribe: () => Promise.resolve('by ear'),
    toolArguments,
  };
  const problems = awaitExpectation(expected, call, context);
  await vi.advanceTimersByTimeAsync(4000);
  return (await problems).join('; ');
}

test('words count when they are written and heard, and not when they are only written', async () => {
  const { caller, call, hear } = createCaller();
  caller.spoken.push({ text: 'We are open until six.', startedMs: performance.now() });
  expect(await judge({ heard: 'until six' }, call)).toContain('but only 0 ms of sound were heard');
  hear(performance.now(), performance.now() + 1000);
  expect(await judge({ heard: 'until six' }, call)).toBe('');
  expect(await judge({ heard: 'until seven' }, call)).toContain('not heard: “until seven”');
  expect(await judge({ notHeard: 'until six' }, call)).toContain('heard “until six”');
});

test('words of before the caller spoke last do not count', async () => {
  const { caller, call, hear } = createCaller();
  caller.spoken.push({ text: 'Until six.', startedMs: performance.now() });
  hear(performance.now(), performance.now() + 1000);
  await vi.advanceTimersByTimeAsync(2000);
  call.mark(performance.now());
  expect(await judge({ heard: 'until six' }, call)).toContain('not heard');
});

test('latency is counted from the last sound of the caller to the first of the answer', async () => {
  const { call, hear } = createCaller();
  call.mark(performance.now(), performance.now() + 1000);
  expect(await judge({ latency: '1s' }, call)).toContain('no answer was heard');
  hear(call.endMs + 1500, call.endMs + 1600);
  expect(await judge({ latency: '2s' }, call)).toBe('');
  expect(await judge({ latency: '1s' }, call)).toContain('after 1500 ms, expected 1000 ms at most');
  hear(call.startMs + 500, call.startMs + 600);
});

test('an agent that speaks before the caller has finished did not wait', async () => {
  const { call, hear } = createCaller();
  call.mark(performance.now(), performance.now() + 1000);
  expect(await judge({ waited: true }, call)).toBe('');
  hear(call.startMs + 400, call.startMs + 600);
  expect(await judge({ waited: true }, call)).toContain('600 ms before the caller had finished');
});

test('a tool counts by name, state and arguments', async () => {
  const { call, tell } = createCaller();
  const given = new Map([['1', '{"zone":"UTC","exact":true}']]);
  tell('parley.tool', { id: '1', name: 'clock', state: 'running' });
  expect(await judge({ tool: 'clock' }, call, given)).toContain('used: clock (running)');
  tell('parley.tool', { id: '1', name: 'clock', state: 'done' });
  expect(await judge({ tool: 'clock' }, call, given)).toBe('');
  expect(await judge({ tool: { name: 'clock', with: { zone: '/^U/', exact: true } } }, call, given)).toBe('');
  expect(await judge({ tool: { name: 'clock', with: { zone: 'U' } } }, call, given)).toContain(
    '"zone":"UTC"',
  );
  expect(await judge({ tool: { name: 'clock', with: { zone: 'UTC' } } }, call)).toContain("can't be seen");
  expect(await judge({ noTool: true }, call)).toContain('used clock (done)');
});

test('silence, an interruption, and going on', async () => {
  const { call, hear, tell } = createCaller();
  expect(await judge({ silent: '2s' }, call)).toBe('');
  call.mark(performance.now() - 100);
  hear(call.startMs, call.startMs + 600);
  expect(await judge({ interrupted: '1s' }, call)).toBe('');
  expect(await judge({ interrupted: '300ms' }, call)).toContain('fell silent after 580 ms');
  tell('parley.reply', { interrupted: true });
  expect(await judge({ goesOn: true }, call)).toContain('broke off');
  const soon = performance.now() + 500;
  hear(soon, soon + 100);
  expect(await judge({ silent: '2s' }, call)).toContain('heard after 500 ms');
});

test('who speaks, in which language, and whether the call is over', async () => {
  const { caller, call, hear } = createCaller();
  caller.agentAttributes['parley.assistant'] = 'desk';
  expect(await judge({ assistant: 'desk' }, call)).toBe('');
  expect(await judge({ assistant: 'bookings' }, call)).toContain('desk is speaking, expected bookings');
  caller.spoken.push({
    text: 'Wir haben bis sechs Uhr geöffnet, und das ist gut.',
    startedMs: performance.now(),
  });
  hear(performance.now(), performance.now() + 1500);
  expect(await judge({ language: 'de' }, call)).toBe('');
  expect(await judge({ language: 'fr' }, call)).toContain('sounds like de, expected fr');
  Object.assign(caller.spoken[0] ?? {}, { text: 'हम छह बजे तक खुले हैं।' });
  expect(await judge({ language: 'hi' }, call)).toBe('');
  expect(await judge({ ended: true }, call)).toContain('has not ended the call');
  caller.endedMs = performance.now();
  expect(await judge({ ended: true }, call)).toBe('');
});
