import { join } from 'node:path';
import { FileProblems, YamlFile } from '../yaml-file.ts';
import type { AssistantFolder } from './assistant-choice.ts';
import { listAssistantNames, readAssistantFile } from './assistant-file.ts';
import type { Assistant } from './assistant-file.ts';
import { findHandOffFlaw } from './tools/hand-off.ts';
import { findLongInstructions } from './context/instruction-length.ts';

/** What is in a folder of assistants. */
export interface FolderCheck {
  /** Those that can answer calls. */
  assistants: Assistant[];
  /** A line each, with the place. */
  problems: string[];
  /** False where the one that answers most calls is broken or not there. */
  hasDefault: boolean;
}

/** Reads every file of the folder, and finds every problem in each, and hand-offs that lead nowhere. */
export function checkAssistants({ dir, default: defaultName }: AssistantFolder): FolderCheck {
  const assistants: Assistant[] = [];
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      problems.push(...(error instanceof FileProblems ? error.problems : [String(error)]));
      return undefined;
    }
  };
  const names = attempt(() => listAssistantNames(dir)) ?? [];
  for (const name of names) {
    const file = attempt(() => readAssistantFile(dir, name));
    if (!file) continue;
    assistants.push(file.assistant);
    problems.push(...findBrokenHandOffs(dir, file.assistant, names), ...findLongInstructions(dir, file));
  }
  if (!names.includes(defaultName))
    problems.push(`${join(dir, defaultName)}.yaml, which DEFAULT_ASSISTANT names, is not there`);
  return { assistants, problems, hasDefault: assistants.some(({ name }) => name === defaultName) };
}

function findBrokenHandOffs(dir: string, { name, handOffs }: Assistant, names: string[]): string[] {
  const targets = Object.keys(handOffs);
  const findFlaw = (target: string) => {
    if (target === name) return 'is this assistant itself';
    if (!names.includes(target)) return `is not there; there are ${names.join(', ')}`;
    return findHandOffFlaw(target, targets);
  };
  const flaws = targets.map((target) => [target, findFlaw(target)]).filter(([, flaw]) => flaw);
  if (flaws.length === 0) return [];
  const file = new YamlFile(join(dir, `${name}.yaml`));
  return flaws.map(
    ([target = '', flaw]) =>
      `${file.locate(['handOffs', target])}: handOffs.${target}: ${target}.yaml ${flaw}`,
  );
}
