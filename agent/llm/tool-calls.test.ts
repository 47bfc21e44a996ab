import { describe, expect, test } from 'vitest';
import { readFlaw } from '../call-flaw.ts';
import { readToolArguments } from './tool-arguments.ts';
import { ToolCallReader } from './tool-call-reader.ts';
import type { ToolCallPiece } from './tool-call-reader.ts';
import { WrittenCalls } from './written-calls.ts';

describe('arguments', () => {
  test.each([
    ['JSON', '{"city": "Bonn"}', { city: 'Bonn' }, undefined],
    ['none', '', {}, undefined],
    ['a string of JSON', '"{\\"city\\": \\"Bonn\\"}"', { city: 'Bonn' }, undefined],
    ['single quotes', "{'city': 'Bonn'}", { city: 'Bonn' }, 'repaired'],
    ['a comma too many', '{"city": "Bonn",}', { city: 'Bonn' }, 'repaired'],
    ['cut off', '{"city": "Bo', {}, 'broken'],
    ['a list', '["Bonn"]', {}, 'broken'],
    ['null', 'null', {}, 'broken'],
    ['a word', 'Bonn', {}, 'broken'],
    ['a megabyte', `{"city": "${'x'.repeat(1_000_000)}"}`, {}, 'broken'],
  ])('%s', (_, written, value, flaw) => {
    const read = readToolArguments(written);
    expect(JSON.parse(read.json)).toEqual(value);
    expect(read.flaw?.kind).toBe(flaw);
  });

  test('of a reply that broke off are never taken for good', () => {
    expect(readToolArguments('{"city": "Bonn"}', false).flaw?.kind).toBe('repaired');
    expect(readToolArguments('', false).flaw?.kind).toBe('broken');
  });
});

/** Pieces to calls: [name, arguments, flaw]. */
function assemble(pieces: ToolCallPiece[], isWhole = true) {
  const reader = new ToolCallReader();
  for (const piece of pieces) reader.push(piece);
  const calls = reader.end(isWhole);
  expect(new Set(calls.map(({ callId }) => callId)).size).toBe(calls.length);
  expect(calls.every(({ callId }) => callId !== '')).toBe(true);
  return calls.map((call) => [call.name, call.args, readFlaw(call)?.kind]);
}

const bonn = '{"city":"Bonn"}';
const rome = '{"city":"Rome"}';
const call = (name: string, args: unknown, id?: string, index?: number): ToolCallPiece => ({
  index,
  id,
  function: { name, arguments: args },
});
const two = [
  ['weather', bonn, undefined],
  ['weather', rome, undefined],
];

describe('pieces of calls', () => {
  test.each<[string, ToolCallPiece[], unknown[]]>([
    [
      'as OpenAI sends them',
      [
        call('weather', '', 'a', 0),
        { index: 0, function: { arguments: '{"city":' } },
        { index: 0, function: { arguments: '"Bonn"}' } },
      ],
      [two[0]],
    ],
    [
      'two at once',
      [
        call('weather', '{"city":', 'a', 0),
        call('weather', '{"city":', 'b', 1),
        { index: 0, function: { arguments: '"Bonn"}' } },
        { index: 1, function: { arguments: '"Rome"}' } },
      ],
      two,
    ],
    ['two with the same index', [call('weather', bonn, 'a', 0), call('weather', rome, 'b', 0)], two],
    [
      'two with the same index and no id',
      [call('weather', bonn, undefined, 0), call('weather', rome, undefined, 0)],
      two,
    ],
    ['two without index', [call('weather', bonn, 'a'), call('weather', rome, 'b')], two],
    [
      'the id and name again with every piece',
      [call('weather', '{"city":', 'a', 0), call('weather', '"Bonn"}', 'a', 0)],
      [two[0]],
    ],
    ['an object for arguments', [call('weather', { city: 'Bonn' }, 'a', 0)], [two[0]]],
    ['no arguments', [call('end', null, 'a', 0)], [['end', '{}', undefined]]],
    ['no name', [{ index: 0, id: 'a', function: { arguments: bonn } }], []],
  ])('%s', (_, pieces, calls) => expect(assemble(pieces)).toEqual(calls));

  test('of a reply that broke off: the last call is not taken for good', () => {
    expect(assemble([call('weather', bonn, 'a', 0), call('weather', '{"city":"Ro', 'b', 1)], false)).toEqual([
      ['weather', bonn, undefined],
      ['weather', '{}', 'broken'],
    ]);
  });
});

function read(text: string, size: number, isWhole = true) {
  const written = new WrittenCalls(['weather', 'end']);
  let said = '';
  for (let start = 0; start < text.length; start += size)
    said += written.push(text.slice(start, start + size));
  said += written.end(isWhole);
  return { said, calls: written.calls.map((each) => [each.name, each.args, readFlaw(each)?.kind]) };
}

const json = '{"name": "weather", "arguments": {"city": "Bonn"}}';

describe('calls in the text of a reply', () => {
  test.each<[string, string, string, unknown[]]>([
    ['none', 'It is {sunny} `there`.', 'It is {sunny} `there`.', []],
    ['Qwen, Hermes', `One moment.\n<tool_call>\n${json}\n</tool_call>`, 'One moment.\n', [two[0]]],
    [
      'two',
      `<tool_call>${json}</tool_call>\n<tool_call>${json.replace('Bonn', 'Rome')}</tool_call>`,
      '\n',
      two,
    ],
    ['without its end', `<tool_call>${json}`, '', [two[0]]],
    ['Mistral', `[TOOL_CALLS] [${json}]`, '', [two[0]]],
    ['Llama 3', `<|python_tag|>{"name": "weather", "parameters": {"city": "Bonn"}}`, '', [two[0]]],
    ['Llama 3.2', `<function=weather>${bonn}</function>`, '', [two[0]]],
    ['bare JSON', json, '', [['weather', bonn, 'repaired']]],
    ['a block', `\`\`\`json\n${json}\n\`\`\``, '', [['weather', bonn, 'repaired']]],
    [
      'broken JSON',
      `<tool_call>{'name': 'weather', 'arguments': {'city': 'Bonn'}</tool_call>`,
      '',
      [['weather', bonn, 'repaired']],
    ],
    ['no JSON at all', 'Wait. <tool_call>weather!</tool_call>', 'Wait. ', [['weather', '{}', 'broken']]],
    ['no tool at all', 'Wait. <tool_call>sunny!</tool_call>', 'Wait. ', [['unknown', '{}', 'broken']]],
    [
      'a tool that was not offered',
      `<tool_call>{"name": "rm", "arguments": {}}</tool_call>`,
      '',
      [['rm', '{}', undefined]],
    ],
    ['JSON of something else', '{"sunny": true}', '{"sunny": true}', []],
    ['a block of something else', '```\nls\n```\nDone.', '```\nls\n```\nDone.', []],
    ['JSON inside of a sentence', `It says ${json}`, `It says ${json}`, []],
    ['JSON behind a sentence', `Let me check. ${json}`, 'Let me check. ', [['weather', bonn, 'repaired']]],
    [
      'JSON on a new line',
      `I look it up\n${JSON.stringify(JSON.parse(json), null, 2)}`,
      'I look it up\n',
      [['weather', bonn, 'repaired']],
    ],
    [
      'a block behind a sentence',
      `Let me check:\n\`\`\`json\n${json}\n\`\`\``,
      'Let me check:\n',
      [['weather', bonn, 'repaired']],
    ],
    [
      'JSON between sentences',
      `Let me check. ${json} One moment.`,
      'Let me check.  One moment.',
      [['weather', bonn, 'repaired']],
    ],
    [
      'JSON twice',
      `${json} ${json.replace('Bonn', 'Rome')}`,
      ' ',
      [
        ['weather', bonn, 'repaired'],
        ['weather', rome, 'repaired'],
      ],
    ],
    ['other JSON behind a sentence', 'Yes. {"sunny": true}', 'Yes. {"sunny": true}', []],
    ['braces behind a sentence', 'Yes. {sunny} it is.', 'Yes. {sunny} it is.', []],
  ])('%s', (_, text, said, calls) => {
    for (const size of [1, 3, 1000]) expect(read(text, size)).toEqual({ said, calls });
  });

  test('of a reply that broke off are not taken for good', () => {
    expect(read(`<tool_call>${json}`, 1000, false).calls).toEqual([['weather', bonn, 'repaired']]);
  });

  test('words behind a sentence are not held back for a brace', () => {
    const written = new WrittenCalls(['weather']);
    expect(written.push('Yes. {sunny}')).toBe('Yes. {sunny}');
  });

  test('are text where no tools were offered', () => {
    const written = new WrittenCalls([]);
    expect(written.push(json) + written.end(true)).toBe(json);
  });
});
