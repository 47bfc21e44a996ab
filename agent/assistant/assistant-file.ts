import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FileProblems, YamlFile } from '../yaml-file.ts';
import { assistantName, assistantSchema } from './assistant-schema.ts';

const EXTENSION = '.yaml';

/** Who answers a call: what its file says, with defaults for what it does not. */
export interface Assistant extends z.output<typeof assistantSchema> {
  /** The file's, without its ending. */
  name: string;
  /** Which variant of its experiment it is. */
  variant?: { experiment: string; name: string };
  /** `file:line:column` of a key; absent where there is no file. */
  locate?: (path: readonly PropertyKey[]) => string;
}

/** A file's assistant, and those of its experiment. */
export interface AssistantFile {
  assistant: Assistant;
  variants: { weight: number; assistant: Assistant }[];
}

/**
 * Reads `DIRECTORY/NAME.yaml`, without drawing a variant.
 *
 * @throws FileProblems with every problem and its position.
 */
export function loadAssistant(directory: string, name: string): Assistant {
  return readAssistantFile(directory, name).assistant;
}

/** @throws FileProblems with every problem and its position, also of variants. */
export function readAssistantFile(directory: string, name: string): AssistantFile {
  const { success } = assistantName.safeParse(name);
  if (!success) throw new FileProblems([`${JSON.stringify(name)} is not the name of an assistant`]);
  const file = new YamlFile(join(directory, name + EXTENSION));
  const said = file.read();
  const own = parse(file, said, {});
  const variants = Object.entries(readVariants(said)).map(([variant, differences]) => ({
    variant,
    parsed: parse(file, said, differences, variant),
  }));
  // What is wrong with the file is wrong with each variant, and told once.
  const problems = new Set(
    [own, ...variants.map(({ parsed }) => parsed)].flatMap((parsed) => parsed.problems),
  );
  if (!own.said || problems.size > 0) throw new FileProblems([...problems]);
  const { experiment } = own.said;
  return {
    assistant: { ...own.said, name, locate: own.locate },
    variants: variants.flatMap(({ variant, parsed: { said: differs, locate } }) => {
      const weight = experiment?.variants[variant]?.weight ?? 0;
      const drawn = { experiment: experiment?.name ?? '', name: variant };
      return differs ? [{ weight, assistant: { ...differs, name, variant: drawn, locate } }] : [];
    }),
  };
}

/** The names of the assistants in a folder, in the order of the alphabet. @throws Error when it can't be read. */
export function listAssistantNames(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => file.slice(0, -EXTENSION.length))
    .sort();
}

/** What the file says, with what a variant says in place of it; problems of a variant are found where it stands. */
function parse(file: YamlFile, said: unknown, own: Record<string, unknown>, variant?: string): Parsed {
  const place = (path: readonly PropertyKey[]) =>
    String(path[0]) in own ? ['experiment', 'variants', String(variant), ...path] : [...path];
  const locate = (path: readonly PropertyKey[]) => file.locate(place(path));
  const { success, data, error } = assistantSchema.safeParse(
    variant === undefined ? said : { ...(said as object), experiment: undefined, ...own },
    { reportInput: true },
  );
  if (success) return { said: data, problems: [], locate };
  return { said: undefined, problems: file.describeIssues(assistantSchema, error.issues, place), locate };
}

interface Parsed {
  /** Undefined where there are problems. */
  said: z.output<typeof assistantSchema> | undefined;
  problems: string[];
  locate: (path: readonly PropertyKey[]) => string;
}

const experimentSchema = z.object({
  experiment: z.object({ variants: z.record(z.string(), z.looseObject({})) }),
});

/** By name, every key in which a variant differs; none where the experiment itself is broken. */
function readVariants(said: unknown): Record<string, Record<string, unknown>> {
  const variants = experimentSchema.safeParse(said).data?.experiment.variants ?? {};
  for (const differences of Object.values(variants)) delete differences['weight'];
  return variants;
}
