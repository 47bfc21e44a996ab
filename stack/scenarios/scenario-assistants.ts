import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAssistant } from '../../agent/assistant/assistant-file.ts';
import { assistantSchema } from '../../agent/assistant/assistant-schema.ts';
import { YamlFile } from '../../agent/yaml-file.ts';
import type { Scenario } from './scenario-file.ts';
import { markInstructions } from './scenario-llm.ts';

/** A folder of assistants for a stack in which scenarios run. */
export interface ScenarioAssistants {
  folder: string;
  /** Who answers which scenario; the default one where it is not in here. */
  names: ReadonlyMap<string, string>;
}

/**
 * Copies the assistants of this installation into a new temporary folder, and writes those of the scenarios beside them,
 * each with the mark of its scenario in its instructions.
 *
 * @param source - the folder of assistants.
 * @param defaultName - who answers where a scenario names nobody.
 * @throws FileProblems for an assistant that is not there.
 */
export async function writeAssistants(
  scenarios: readonly Scenario[],
  source: string,
  defaultName: string,
): Promise<ScenarioAssistants> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-assistants-'));
  await cp(source, folder, { recursive: true });
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
    if (typeof said !== 'string') await write(scenario.name, said);
    else {
      loadAssistant(source, said);
      if (scenario.script) await write(scenario.name, new YamlFile(join(source, `${said}.yaml`)).read());
    }
    const isOwn = existsSync(join(folder, `${scenario.name}.yaml`));
    if (isOwn || typeof said === 'string') names.set(scenario.name, isOwn ? scenario.name : String(said));
  }
  return { folder, names };
}
