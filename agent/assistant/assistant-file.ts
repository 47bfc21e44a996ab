import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { FileProblems, YamlFile } from '../yaml-file.ts';
import { assistantName, assistantSchema } from './assistant-schema.ts';

const EXTENSION = '.yaml';

/** Who answers a call: what its file says, with defaults for what it does not. */
export interface Assistant extends z.output<typeof assistantSchema> {
  /** The file's, without its ending. */
  name: string;
  /** Which variant of its experiment it is. */
  variant?: { experiment: string; name: string };
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
  const assistant = { ...parse(file, said), name };
  const variants = Object.entries(assistant.experiment?.variants ?? {}).map(([variant, { weight }]) => ({
    weight,
    assistant: {
      ...parse(file, said, variant),
      name,
      variant: { experiment: assistant.experiment?.name ?? '', name: variant },
    },
  }));
  return { assistant, variants };
}

/** The names of the assistants in a folder, in the order of the alphabet. @throws Error when it can't be read. */
export function listAssistantNames(directory: string): string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => file.slice(0, -EXTENSION.length))
    .sort();
}

/** What the file says, with what a variant says in place of it; problems of a variant are found where it stands. */
function parse(file: YamlFile, said: unknown, variant?: string): z.output<typeof assistantSchema> {
  const own = variant === undefined ? {} : readVariant(said, variant);
  const result = assistantSchema.safeParse(
    variant === undefined ? said : { ...(said as object), experiment: undefined, ...own },
    { reportInput: true },
  );
  if (result.success) return result.data;
  const place = (path: PropertyKey[]) =>
    String(path[0]) in own ? ['experiment', 'variants', String(variant), ...path] : path;
  throw new FileProblems(file.describeIssues(assistantSchema, result.error.issues, place));
}

function readVariant(said: unknown, variant: string): Record<string, unknown> {
  const { experiment } = said as { experiment: { variants: Record<string, Record<string, unknown>> } };
  const own = { ...experiment.variants[variant] };
  delete own['weight'];
  return own;
}
