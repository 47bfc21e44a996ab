import { jsonrepair } from 'jsonrepair';
import type { CallFlaw } from '../call-flaw.ts';

/** What tools take is a few values; more is a model that has lost its way. */
const LONGEST_ARGUMENTS = 32_000;

/** Arguments that are JSON of an object, whatever the model wrote, and what was wrong with that. */
export interface ToolArguments {
  json: string;
  flaw: CallFlaw | undefined;
}

/** Reads the arguments of a tool call as a model wrote them; `isWhole` is false where its reply broke off. */
export function readToolArguments(written: string, isWhole = true): ToolArguments {
  const text = written.trim();
  if (text.length > LONGEST_ARGUMENTS)
    return refuse(`The arguments are longer than ${LONGEST_ARGUMENTS} characters. Send only what is needed.`);
  if (text === '') return isWhole ? { json: '{}', flaw: undefined } : refuse(CUT_OFF);
  const strict = parseObject(text);
  if (strict && isWhole) return { json: JSON.stringify(strict), flaw: undefined };
  if (strict) return repaired(strict, CUT_OFF);
  if (!/\}\W*$/.test(text)) return refuse(CUT_OFF); // What is missing may be what matters.
  const mended = parseObject(mend(text));
  if (!mended) return refuse('The arguments are not a JSON object. Send one that fits the schema.');
  return repaired(mended, isWhole ? 'The arguments were not valid JSON and had to be repaired.' : CUT_OFF);
}

const CUT_OFF = 'The call was cut off before its end. Send it again, whole.';

function refuse(reason: string): ToolArguments {
  return { json: '{}', flaw: { kind: 'broken', reason } };
}

function repaired(value: object, reason: string): ToolArguments {
  return { json: JSON.stringify(value), flaw: { kind: 'repaired', reason } };
}

/** undefined for everything but an object; some servers send it as a string of JSON. */
function parseObject(text: string | undefined): object | undefined {
  if (text === undefined) return undefined;
  try {
    let value: unknown = JSON.parse(text);
    if (typeof value === 'string') value = JSON.parse(value);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function mend(text: string): string | undefined {
  try {
    return jsonrepair(text);
  } catch {
    return undefined;
  }
}
