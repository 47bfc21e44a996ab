/** What a tool is called with. */
export type Arguments = Record<string, unknown>;

/** No sentence that is spoken needs more; a model that writes more has lost its way. */
const LONGEST_CHARACTERS = 16_384;
const DEEPEST = 12;

/** Arguments that choose what a tool works on: when they are empty, they may choose everything. */
const CHOOSING =
  /^(q|query|queries|filter|filters|where|search|match|pattern|patterns|keyword|keywords|term|terms|selector|selectors|criteria|condition|conditions|id|ids|name|names|path|paths|file|files|source|destination|target|targets|to|url|urls|key|keys|email)$/i;

/** Those among them that narrow things down: without any, nothing is narrowed down. */
const FILTERING =
  /^(q|query|queries|filter|filters|where|search|match|pattern|patterns|keyword|keywords|selector|selectors|criteria|condition|conditions|ids)$/i;

/** Whether an argument of this name chooses what a tool works on. */
export const isChoosing = (name: string): boolean => CHOOSING.test(name);

/** What stands for everything in one language or another. */
const EVERYTHING = /^(\*+|\*\*\/\*|\.|\.\*|\.\+|%+|\/+|all|any|everything|1\s*=\s*1|true)$/i;

/**
 * Our own rules, beyond a tool's schema.
 *
 * @param sideEffects - whether the tool has any: it then may not choose everything.
 * @returns what is wrong, for the language model; undefined where nothing is.
 */
export function findFlaw(
  args: Arguments,
  tool: { parameters: Record<string, unknown>; sideEffects: boolean },
): string | undefined {
  if (JSON.stringify(args).length > LONGEST_CHARACTERS)
    return `the arguments are too long; expected ${LONGEST_CHARACTERS} characters at most`;
  if (measureDepth(args) > DEEPEST)
    return `the arguments are nested more than ${DEEPEST} deep; expected fewer levels`;
  if (JSON.stringify(args).includes('\\u0000')) return 'the arguments hold a null character; expected text';
  return findEmptyChoice(args, tool.sideEffects) ?? findMissingChoice(args, tool);
}

/** `{"filter": ""}`, `{"ids": []}`, `{"where": {}}`, and with side effects `{"pattern": "*"}`, however deep. */
function findEmptyChoice(value: unknown, sideEffects: boolean): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, one] of Object.entries(value)) {
    const flaw =
      (isChoosing(name) ? describeEmptyChoice(name, one, sideEffects) : undefined) ??
      findEmptyChoice(one, sideEffects);
    if (flaw) return flaw;
  }
  return undefined;
}

function describeEmptyChoice(name: string, value: unknown, sideEffects: boolean): string | undefined {
  if (isEmpty(value))
    return `“${name}” is empty, which might stand for everything; say what exactly is meant`;
  if (sideEffects && isEverything(value)) return `“${name}” stands for everything; say what exactly is meant`;
  return undefined;
}

/** `{}` for a tool with side effects that works on whatever its optional filters let through. */
function findMissingChoice(
  args: Arguments,
  { parameters, sideEffects }: { parameters: Record<string, unknown>; sideEffects: boolean },
): string | undefined {
  if (!sideEffects) return undefined;
  const known = Object.keys(parameters['properties'] ?? {});
  const filters = known.filter((name) => FILTERING.test(name));
  if (filters.length === 0 || Object.keys(args).some(isChoosing)) return undefined;
  return `nothing is chosen, which might stand for everything; expected one of: ${filters.join(', ')}`;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0 || value.some(isEmpty);
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

function isEverything(value: unknown): boolean {
  if (typeof value === 'string') return EVERYTHING.test(value.trim());
  return Array.isArray(value)
    ? value.some(isEverything)
    : isRecord(value) && Object.values(value).every(isEverything);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function measureDepth(value: unknown, deepest = DEEPEST + 1): number {
  if (typeof value !== 'object' || value === null || deepest === 0) return 0;
  return 1 + Math.max(0, ...Object.values(value).map((one) => measureDepth(one, deepest - 1)));
}

/** The same text for the same arguments, in whatever order they were written. */
export function describeCanonically(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(describeCanonically).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${describeCanonically(value[key])}`);
  return `{${fields.join(',')}}`;
}
