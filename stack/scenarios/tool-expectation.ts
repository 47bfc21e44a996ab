import { isDeepStrictEqual } from 'node:util';
import type { UsedTool } from './scenario-call.ts';
import type { Expectation } from './scenario.ts';
import { findWording, parseWording } from './wording.ts';

type ExpectedTool = NonNullable<Expectation['tool']>;

/** "search_knowledge (done)" */
export function describeToolCall({ name, state }: UsedTool): string {
  return `${name} (${state})`;
}

/**
 * Whether a tool was used as expected.
 *
 * @param toolArguments - arguments by id of the call; undefined where nobody can see them.
 */
export function findToolProblem(
  expected: ExpectedTool,
  used: readonly UsedTool[],
  toolArguments: ReadonlyMap<string, string> | undefined,
): true | { waiting: string } | { wrong: string } {
  const named = used.filter(({ name }) => name === expected.name);
  const isWanted = Object.keys(expected.with).length > 0;
  if (isWanted && !toolArguments)
    return { wrong: `the arguments of ${expected.name} can't be seen in a stack that runs already` };
  const given = named.map(({ id }) => parseArguments(toolArguments?.get(id)));
  const fits = named.some(
    ({ state }, index) => state === expected.state && fitsArguments(expected.with, given[index] ?? {}),
  );
  if (fits) return true;
  const uses = used.map(describeToolCall).join(', ') || 'none';
  const seen = isWanted && named.length > 0 ? ` with ${JSON.stringify(given)}` : '';
  const wanted = isWanted ? ` with ${JSON.stringify(expected.with)}` : '';
  return { waiting: `expected the tool ${expected.name} (${expected.state})${wanted}; used: ${uses}${seen}` };
}

function fitsArguments(expected: Record<string, unknown>, given: Record<string, unknown>): boolean {
  return Object.entries(expected).every(([key, value]) =>
    typeof value === 'string' && typeof given[key] === 'string'
      ? fitsText(value, given[key])
      : isDeepStrictEqual(given[key], value),
  );
}

function fitsText(expected: string, given: string): boolean {
  const wording = parseWording(expected);
  return wording.regexp ? findWording(wording, given) : given === expected;
}

function parseArguments(text: string | undefined): Record<string, unknown> {
  try {
    return (JSON.parse(text ?? '{}') ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}
