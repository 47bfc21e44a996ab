import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Arguments } from './arguments.ts';

type Schema = Record<string, unknown>;

const MOST_PROBLEMS = 5;

/** Words of a schema under which further schemas stand, by name or in a list. */
const NAMED = ['properties', '$defs', 'definitions', 'patternProperties', 'dependentSchemas'];
const LISTED = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const SINGLE = ['items', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'];

/**
 * A check of arguments against a JSON Schema (draft 2020-12 and before), in which objects hold what it names and nothing
 * else, unless it says otherwise.
 *
 * @returns what is wrong, for the language model; undefined where nothing is.
 * @throws Error when it is no schema that can be checked by.
 */
export function createCheck(schema: Schema): (args: Arguments) => string | undefined {
  // Unknown words, such as formats and notes of one product, are not worth refusing a tool for.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const own = { ...schema };
  delete own['$schema']; // Older drafts are checked as the newest.
  delete own['$id'];
  const validate = ajv.compile(close(own, true, true));
  return (args) => {
    if (validate(args)) return undefined;
    const problems = (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const place = instancePath.slice(1).replaceAll('/', '.') || 'arguments';
      const unknown = (params as Record<string, unknown>)['unevaluatedProperty'];
      if (typeof unknown === 'string') return `${place}: unknown field “${unknown.slice(0, 60)}”`;
      return `${place}: ${message ?? 'is not as the schema says'}`;
    });
    return [...new Set(problems)].slice(0, MOST_PROBLEMS).join('; ');
  };
}

/** `unevaluatedProperties` sees what `allOf` and its like allow; `additionalProperties` would refuse it. */
function close(schema: unknown, isClosable: boolean, isWhole = false): Schema {
  if (typeof schema !== 'object' || schema === null) return schema as Schema;
  const own = readTuple(schema as Schema);
  const closed: Schema = { ...own };
  for (const word of NAMED) {
    const schemas = own[word];
    if (typeof schemas !== 'object' || schemas === null) continue;
    closed[word] = Object.fromEntries(
      Object.entries(schemas).map(([name, one]) => [name, close(one, word === 'properties')]),
    );
  }
  for (const word of LISTED)
    if (Array.isArray(own[word])) closed[word] = own[word].map((one) => close(one, word === 'prefixItems'));
  for (const word of SINGLE) {
    const one = own[word];
    if (Array.isArray(one)) closed[word] = one.map((each) => close(each, false));
    else if (one !== undefined) closed[word] = close(one, word === 'items');
  }
  // An object of which no field is named holds anything, unless it is the arguments as a whole.
  const isNamed = ['properties', '$ref', ...LISTED.slice(0, 3)].some((word) => own[word] !== undefined);
  if (isClosable && (isNamed || isWhole) && own['additionalProperties'] === undefined)
    closed['unevaluatedProperties'] ??= false;
  return closed;
}

/** Before draft 2020-12 a tuple was a list under `items`. */
function readTuple({ additionalItems, ...schema }: Schema): Schema {
  if (!Array.isArray(schema['items'])) return schema;
  const { items, ...rest } = schema;
  return { ...rest, prefixItems: items, ...(additionalItems !== undefined && { items: additionalItems }) };
}
