import { existsSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { assistantName } from '../../agent/assistant/assistant-schema.ts';
import { FileProblems, YamlFile } from '../../agent/yaml-file.ts';
import { scenarioSchema } from './scenario.ts';
import type { ScenarioFile } from './scenario.ts';

/** One scripted call. */
export interface Scenario extends ScenarioFile {
  /** The file's, without its ending. */
  name: string;
  path: string;
  /** What the file says of its assistants, before defaults. */
  said: { assistant?: unknown; assistants?: Record<string, unknown> };
  /** `file:line:column` of each step. */
  places: string[];
}

/**
 * Reads scenarios.
 *
 * @throws FileProblems with the problems of all of them.
 */
export function loadScenarios(paths: readonly string[]): Scenario[] {
  const problems: string[] = [];
  const scenarios = paths.flatMap((path) => {
    try {
      return [loadScenario(path)];
    } catch (error) {
      if (!(error instanceof FileProblems)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  const names = new Map<string, string>();
  for (const { name, path, assistants } of scenarios)
    for (const taken of [name, ...Object.keys(assistants)]) {
      const other = names.get(taken);
      if (other) problems.push(`${path}: "${taken}" is also the name of something in ${other}`);
      names.set(taken, path);
    }
  if (problems.length > 0) throw new FileProblems(problems);
  return scenarios;
}

/** Resolves a recording that a step plays. */
export function resolveRecording({ path }: Pick<Scenario, 'path'>, recording: string): string {
  return resolve(dirname(path), recording);
}

function loadScenario(path: string): Scenario {
  const name = basename(path, extname(path));
  if (!assistantName.safeParse(name).success)
    throw new FileProblems([
      `${path}: expected a file name of letters, digits, '-' and '_', such as tea-time.yaml`,
    ]);
  const file = new YamlFile(path);
  const said = file.read();
  const result = scenarioSchema.safeParse(said, { reportInput: true });
  if (!result.success) throw new FileProblems(file.describeIssues(scenarioSchema, result.error.issues));
  const scenario = {
    ...result.data,
    name,
    path,
    said: said as Scenario['said'],
    places: result.data.steps.map((_, index) => file.locate(['steps', index])),
  };
  const missing = scenario.steps.flatMap(({ play }, index) =>
    play && !existsSync(resolveRecording(scenario, play))
      ? [
          `${file.locate(['steps', index, 'play'])}: there is no recording ${resolveRecording(scenario, play)}`,
        ]
      : [],
  );
  if (missing.length > 0) throw new FileProblems(missing);
  return scenario;
}
