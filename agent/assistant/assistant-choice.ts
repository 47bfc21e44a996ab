import { z } from 'zod';
import { FileProblems } from '../yaml-file.ts';
import type { Assistant } from './assistant-file.ts';
import { readAssistantFile } from './assistant-file.ts';
import { assistantName, assistantSchema } from './assistant-schema.ts';
import { drawVariant } from './experiment.ts';
import type { DrawKeys } from './experiment.ts';

/** Where assistants are, and which of them answers a call that names none. */
export interface AssistantFolder {
  dir: string;
  default: string;
}

const requestSchema = z.object({ assistant: z.unknown() });

/**
 * The assistant that answers a call: the one that its dispatch names, as it is in its file now. A call is answered in
 * any case: by the default where that one can't be had, and by one without a file where the default can't either.
 *
 * @param metadata - of the job: `{"assistant": "NAME"}`, beside whatever else stands there; or anything else.
 * @param report - told each problem, for the operator.
 */
export function chooseAssistant(
  folder: AssistantFolder,
  metadata: string,
  report: (problem: string) => void,
  keys: DrawKeys = {},
): Assistant {
  const names = new Set([readAssistantName(metadata, report), folder.default]);
  for (const name of names) {
    if (name === undefined) continue;
    try {
      return drawVariant(readAssistantFile(folder.dir, name), keys);
    } catch (error) {
      for (const problem of error instanceof FileProblems ? error.problems : [String(error)]) report(problem);
    }
  }
  return { ...assistantSchema.parse({}), name: folder.default };
}

/** Metadata that asks for an assistant, and otherwise says what it said. */
export function nameAssistant(metadata: string, name: string): string {
  const said = z.record(z.string(), z.unknown()).safeParse(parseJson(metadata));
  return JSON.stringify({ ...said.data, assistant: name });
}

function readAssistantName(metadata: string, report: (problem: string) => void): string | undefined {
  const request = requestSchema.safeParse(parseJson(metadata));
  if (!request.success || request.data.assistant === undefined) return undefined;
  const name = assistantName.safeParse(request.data.assistant);
  if (!name.success)
    report('a call asked for an assistant by something that is no name; the default answers');
  return name.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Metadata of other shapes is none of our business.
  }
}
