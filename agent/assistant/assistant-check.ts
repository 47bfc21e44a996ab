import { join } from 'node:path';
import { FileProblems } from '../yaml-file.ts';
import type { AssistantFolder } from './assistant-choice.ts';
import { listAssistantNames, readAssistantFile } from './assistant-file.ts';
import type { Assistant } from './assistant-file.ts';
import { findHandOffFlaw } from './tools/hand-off.ts';
import { findLongInstructions } from './context/instruction-length.ts';

/** What is in a folder of assistants. */
export interface FolderCheck {
  /** Those that can answer calls. */
  assistants: Assistant[];
  /** Those of their experiments, which answer in their place. */
  variants: Assistant[];
  /** A line each, with the place. */
  problems: string[];
  /** False where the one that answers most calls is broken or not there. */
  hasDefault: boolean;
}

/** Reads every file of the folder, and finds every problem in each, and hand-offs that lead nowhere. */
export function checkAssistants({ dir, default: defaultName }: AssistantFolder): FolderCheck {
  const assistants: Assistant[] = [];
  const variants: Assistant[] = [];
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
    const ofExperiment = file.variants.map(({ assistant }) => assistant);
    assistants.push(file.assistant);
    variants.push(...ofExperiment);
    const broken = [file.assistant, ...ofExperiment].flatMap((each) => findBrokenHandOffs(each, names));
    problems.push(...new Set(broken), ...findLongInstructions(file));
  }
  if (!names.includes(defaultName))
    problems.push(`${join(dir, defaultName)}.yaml, which DEFAULT_ASSISTANT names, is not there`);
  const hasDefault = assistants.some(({ name }) => name === defaultName);
  return { assistants, variants, problems, hasDefault };
}

function findBrokenHandOffs({ name, handOffs, locate }: Assistant, names: string[]): string[] {
  const targets = Object.keys(handOffs);
  const findFlaw = (target: string) => {
    if (target === name) return 'is this assistant itself';
    if (!names.includes(target)) return `is not there; there are ${names.join(', ')}`;
    return findHandOffFlaw(target, targets);
  };
  return targets.flatMap((target) => {
    const flaw = findFlaw(target);
    const place = locate?.(['handOffs', target]) ?? name;
    return flaw ? [`${place}: handOffs.${target}: ${target}.yaml ${flaw}`] : [];
  });
}
