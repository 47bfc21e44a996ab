import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { StackConfig } from '../config.ts';
import { Clips } from './clips.ts';
import { createMeaningJudge } from './meaning-judge.ts';
import { readEvalOptions } from './options.ts';
import type { EvalOptions } from './options.ts';
import { formatHtml } from './report/html-report.ts';
import { formatJunit } from './report/junit.ts';
import { loadScenarios } from './scenario-file.ts';
import type { Scenario } from './scenario-file.ts';
import { runScenario } from './scenario-run.ts';
import type { RunContext, ScenarioResult } from './scenario-run.ts';
import { startScenarioStack, useRunningStack } from './scenario-stack.ts';

/** Runs scenarios, prints a line for each, and leaves reports; the exit code is 1 when one has failed. */
export async function runEval(config: StackConfig, root: string, args: string[]): Promise<void> {
  const options = readEvalOptions(args, root);
  const scenarios = loadScenarios(options.paths);
  const cacheDir = resolve(root, config.PARLEY_CACHE_DIR);
  console.log(
    `${scenarios.length} scenarios; ${options.url ? `calling ${options.url}` : 'starting a stack for them'}`,
  );
  const stack = options.url
    ? useRunningStack(options.url, config, root)
    : await startScenarioStack(scenarios, config, root);
  try {
    const run: RunContext = {
      stack,
      clips: new Clips(join(cacheDir, 'clips'), stack.tts),
      judge: createMeaningJudge(describeJudge(config)),
      assistant: options.assistant,
    };
    const results = await runScenarios(scenarios, run, options);
    const report = await writeReports(results, stack.own?.lines ?? [], join(cacheDir, 'test-results'));
    const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
    console.log(`${count('passed')} of ${results.length} scenarios passed; see ${report}`);
    process.exitCode = count('failed') > 0 ? 1 : 0;
  } finally {
    await stack.stop();
  }
}

/**
 * Runs scenarios, several at once, those with the most steps first. Repetitions of one follow each other.
 *
 * @returns the results in the order of the scenarios.
 */
export async function runScenarios(
  scenarios: readonly Scenario[],
  run: RunContext,
  options: Pick<EvalOptions, 'parallel' | 'repeat' | 'retry'>,
): Promise<ScenarioResult[]> {
  const results = new Map<Scenario, ScenarioResult[]>();
  const waiting = scenarios.toSorted((a, b) => b.steps.length - a.steps.length);
  const work = async () => {
    for (let scenario = waiting.shift(); scenario; scenario = waiting.shift()) {
      const own: ScenarioResult[] = [];
      results.set(scenario, own);
      for (let repetition = 1; repetition <= options.repeat; repetition++)
        own.push(await runPatiently(scenario, run, repetition, options.retry));
    }
  };
  await Promise.all(Array.from({ length: options.parallel }, work));
  return scenarios.flatMap((scenario) => results.get(scenario) ?? []);
}

/** Tries again what has failed, as often as asked. */
async function runPatiently(
  scenario: Scenario,
  run: RunContext,
  repetition: number,
  retries: number,
): Promise<ScenarioResult> {
  const { name, path, description = '' } = scenario;
  for (let failedBefore = 0; ; failedBefore++) {
    const result = {
      name,
      path,
      description,
      repetition,
      failedBefore,
      ...(await runScenario(scenario, run)),
    };
    const { outcome, problems, durationMs } = result;
    const again = outcome === 'failed' && failedBefore < retries;
    const mark = { passed: '  ok  ', failed: '  FAIL', skipped: '  skip' }[outcome];
    console.log(`${mark}  ${name} (${(durationMs / 1000).toFixed(1)} s)${again ? ', trying again' : ''}`);
    for (const problem of problems) console.log(`        ${problem}`);
    if (!again) return result;
  }
}

function describeJudge(config: StackConfig) {
  const { LLM_JUDGE_BASE_URL: baseUrl, LLM_JUDGE_MODEL: model, LLM_JUDGE_API_KEY: apiKey } = config;
  return baseUrl && model ? { baseUrl, model, apiKey } : undefined;
}

/** @returns the path of the report for people. */
async function writeReports(
  results: readonly ScenarioResult[],
  lines: readonly string[],
  folder: string,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const html = join(folder, 'scenarios.html');
  await writeFile(html, formatHtml(results, new Date()));
  await writeFile(join(folder, 'scenarios.xml'), formatJunit(results));
  await writeFile(join(folder, 'scenarios-stack.log'), lines.join('\n'));
  return html;
}
