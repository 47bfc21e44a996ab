import { readFileSync } from 'node:fs';
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import { z } from 'zod';
import { findNearestName } from './nearest-name.ts';

/** Everything that is wrong with a file that people write, a line each: `file:line:column: what, and what is expected`. */
export class FileProblems extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'FileProblems';
    this.problems = problems;
  }
}

/** A YAML file with the positions of what is in it. */
export class YamlFile {
  readonly path: string;
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();

  /** @throws FileProblems for a file that can't be read or is no YAML. */
  constructor(path: string) {
    this.path = path;
    this.#document = parseDocument(readText(path), { lineCounter: this.#lines, prettyErrors: false });
    const { errors } = this.#document;
    if (errors.length > 0) throw new FileProblems(errors.map((error) => this.#describeSyntax(error)));
  }

  /** What the file says; an empty one says nothing: {}. @throws FileProblems where aliases expand beyond measure. */
  read(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: 100 }) ?? {};
    } catch (error) {
      throw new FileProblems([`${this.path}: ${String(error)}`]);
    }
  }

  /**
   * Turns the issues of `schema` about what the file says into lines.
   *
   * @param place - where something that the schema was shown stands in the file, if elsewhere.
   */
  describeIssues(
    schema: z.ZodType,
    issues: readonly z.core.$ZodIssue[],
    place: (path: PropertyKey[]) => PropertyKey[] = (path) => path,
  ): string[] {
    const problems = issues.flatMap(expandUnion).flatMap((issue) => {
      if (issue.code !== 'unrecognized_keys') return [describeIssue({ ...issue, path: place(issue.path) })];
      const known = listKeys(schema, issue.path);
      return issue.keys.map((key) => {
        const nearest = findNearestName(key, known);
        const hint = nearest ? `did you mean "${nearest}"?` : `expected one of ${known.join(', ')}`;
        return { path: place([...issue.path, key]), text: `unknown key "${key}"; ${hint}` };
      });
    });
    return problems
      .map(({ path, text }) => ({ offset: this.#findNearestOffset(path), text }))
      .sort((one, other) => one.offset - other.offset)
      .map(({ offset, text }) => `${this.#locateOffset(offset)}: ${text}`);
  }

  /** `file:line:column` of the key or item at `path`, or of what is nearest above it when it is missing. */
  locate(path: readonly PropertyKey[]): string {
    return this.#locateOffset(this.#findNearestOffset(path));
  }

  #findNearestOffset(path: readonly PropertyKey[]): number {
    for (let length = path.length; length >= 0; length--) {
      const offset = this.#findOffset(path.slice(0, length));
      if (offset !== undefined) return offset;
    }
    return 0;
  }

  #findOffset(path: readonly PropertyKey[]): number | undefined {
    const key = path.at(-1);
    const parent: unknown = this.#document.getIn(path.slice(0, -1), true);
    if (isMap(parent) && path.length > 0) {
      const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
    }
    const node: unknown = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    return isNode(node) ? node.range?.[0] : undefined;
  }

  #describeSyntax({ pos: [offset], message }: YAMLError): string {
    return `${this.#locateOffset(offset)}: is not YAML: ${message}`;
  }

  #locateOffset(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.path}:${line}:${col}`;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FileProblems([
      `${path}: ${code === 'ENOENT' ? 'there is no such file' : `can't be read: ${String(error)}`}`,
    ]);
  }
}

/** What is wrong with something that may have several shapes, seen as the one that it resembles most. */
function expandUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const closest = issue.errors.find((issues) =>
    issues.every(({ code, path }) => path.length > 0 || code !== 'invalid_type'),
  );
  if (!closest) return [issue];
  return closest.flatMap((inner) => expandUnion({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** "limits.maxCallMinutes: expected number, received string" */
function describeIssue(issue: z.core.$ZodIssue): { path: PropertyKey[]; text: string } {
  const { path } = issue;
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  const what = missing ? 'is missing' : issue.message.replace(/^Invalid input: /, '');
  return { path, text: path.length > 0 ? `${path.map(String).join('.')}: ${what}` : what };
}

/** The keys that a schema knows at a path: those of objects, through records, lists and defaults. */
function listKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion)
    return [...new Set(inner.options.flatMap((option) => listKeys(option as z.ZodType, path)))];
  const [key, ...rest] = path;
  if (key === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  if (inner instanceof z.ZodObject) {
    const next = (inner.shape as Record<string, z.ZodType>)[String(key)];
    return next ? listKeys(next, rest) : [];
  }
  if (inner instanceof z.ZodRecord) return listKeys(inner.valueType as z.ZodType, rest);
  if (inner instanceof z.ZodArray) return listKeys(inner.element as z.ZodType, rest);
  return [];
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrap(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodPipe ? unwrap(schema.in as z.ZodType) : schema;
}
