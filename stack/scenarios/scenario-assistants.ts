import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listAssistantNames, loadAssistant } from '../../agent/assistant/assistant-file.ts';
import { assistantSchema } from '../../agent/assistant/assistant-schema.ts';
import { FileProblems, YamlFile } from '../../agent/yaml-file.ts';
import type { Scenario } from './scenario-file.ts';
import { markInstructions } from './scenario-llm.ts';

/**
 * Copies the assistants of this installation into a folder, and writes those of the scenarios beside them, each with the
 * mark of its scenario in its instructions.
 *
 * @param source - the folder of assistants.
 * @param defaultName - who answers where a scenario names nobody.
 * @param folder - where they are written.
 * @returns who answers each scenario, by its name.
 * @throws FileProblems for an assistant that is not there, and for one of a scenario whose name is taken.
 */
export async function writeAssistants(
  scenarios: readonly Scenario[],
  source: string,
  defaultName: string,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  await cp(source, folder, { recursive: true });
  const installed = listAssistantNames(source);
  refuseTakenNames(scenarios, installed, source);
  const taken = new Set([...installed, ...scenarios.flatMap(({ assistants }) => Object.keys(assistants))]);
  const names = new Map<string, string>();
  for (const scenario of scenarios) {
    const { assistant: said = defaultName, assistants = {} } = scenario.said;
    const write = (name: string, file: unknown) => {
      const own = file as { instructions?: string } | null;
      const instructions = own?.instructions ?? assistantSchema.parse({}).instructions;
      const marked = { ...own, instructions: markInstructions(instructions, scenario.name) };
      return writeFile(join(folder, `${name}.yaml`), JSON.stringify(marked)); // JSON is YAML.
    };
    for (const [name, other] of Object.entries(assistants)) await write(name, other);
    if (typeof said === 'string') loadAssistant(source, said);
    const isShared = typeof said === 'string' && !scenario.script;
    const name = isShared ? said : findFreeName(scenario.name, taken);
    if (!isShared)
      await write(name, typeof said === 'string' ? new YamlFile(join(source, `${said}.yaml`)).read() : said);
    names.set(scenario.name, name);
  }
  return names;
}

/** Other scenarios may name the installed ones, and none may meet another's assistant in their place. */
function refuseTakenNames(scenarios: readonly Scenario[], installed: string[], source: string): void {
  const problems = scenarios.flatMap(({ path, assistants }) =>
    Object.keys(assistants)
      .filter((name) => installed.includes(name))
      .map((name) => {
        const place = new YamlFile(path).locate(['assistants', name]);
        return `${place}: assistants.${name}: there is a ${join(source, `${name}.yaml`)}; give it another name`;
      }),
  );
  if (problems.length > 0) throw new FileProblems(problems);
}

/** The scenario's name, unless an assistant is called so. */
function findFreeName(scenario: string, taken: Set<string>): string {
  let name = scenario;
  while (taken.has(name)) name += '_';
  taken.add(name);
  return name;
}
