import { Caller } from '../caller.ts';
import { transcribe } from '../speech.ts';
import type { Clips } from './clips.ts';
import type { MeaningJudge } from './meaning-judge.ts';
import { ScenarioCall } from './scenario-call.ts';
import type { TurnTimes } from './scenario-call.ts';
import type { Scenario } from './scenario-file.ts';
import type { ScenarioStack } from './scenario-stack.ts';
import { describeStep, nameStep, prepareSpeech, takeStep } from './step.ts';
import type { StepContext } from './step.ts';

/** What came of one step. */
export interface StepResult {
  kind: string;
  description: string;
  /** `file:line:column` */
  place: string;
  /** Since the caller joined. */
  startedMs: number;
  durationMs: number;
  /** What the agent had said by then to what the caller did last. */
  heard: string;
  /** The caller's last sound → the first of the answer, where there is one. */
  latencyMs?: number;
  turns: TurnTimes[];
  problems: string[];
}

/** What came of one call. Steps after one that failed were not taken. */
export interface ScenarioResult {
  name: string;
  path: string;
  description: string;
  /** Counted from 1. */
  repetition: number;
  /** How often it had failed before, and was tried again. */
  failedBefore: number;
  outcome: 'passed' | 'failed' | 'skipped';
  /** `file:line:column: what`, or why it was skipped. */
  problems: string[];
  durationMs: number;
  steps: StepResult[];
}

/** What all calls of a run share. */
export interface RunContext {
  stack: ScenarioStack;
  clips: Clips;
  judge: MeaningJudge;
  /** Who answers where a scenario does not say. */
  assistant?: string | undefined;
}

type CallResult = Pick<ScenarioResult, 'outcome' | 'problems' | 'durationMs' | 'steps'>;

/** Calls as a scenario says. Never throws: what goes wrong is its result. */
export async function runScenario(scenario: Scenario, run: RunContext): Promise<CallResult> {
  const startedMs = performance.now();
  const steps: StepResult[] = [];
  const end = (outcome: CallResult['outcome'], problems: string[]): CallResult => ({
    outcome,
    problems,
    durationMs: performance.now() - startedMs,
    steps,
  });
  const obstacle = findObstacle(scenario, run.stack);
  if (obstacle) return end('skipped', [obstacle]);
  run.stack.own?.llm.forgetUnknown(scenario.name);
  let caller: Caller | undefined;
  try {
    const context = createContext(scenario, run);
    await prepareSpeech(context);
    const joinedMs = performance.now();
    const assistant = run.stack.nameAssistant(scenario) ?? run.assistant;
    caller = await Caller.join(run.stack.page, await run.stack.invite(), assistant);
    const call = new ScenarioCall(caller, joinedMs);
    for (const index of scenario.steps.keys()) {
      const result = await recordStep(index, call, context, joinedMs);
      steps.push(result);
      if (result.problems.length > 0)
        return end('failed', [
          ...result.problems.map((problem) => `${result.place}: ${problem}`),
          ...listUnknown(scenario, run.stack),
        ]);
    }
    return end('passed', []);
  } catch (error) {
    return end('failed', [`${scenario.path}: ${error instanceof Error ? error.message : String(error)}`]);
  } finally {
    await caller?.leave();
  }
}

function createContext(scenario: Scenario, { stack, clips, judge }: RunContext): StepContext {
  return {
    scenario,
    clips,
    stack,
    judge,
    transcribe: (samples) => transcribe(stack.stt, samples),
    toolArguments: stack.own?.llm.toolArguments,
  };
}

async function recordStep(
  index: number,
  call: ScenarioCall,
  context: StepContext,
  joinedMs: number,
): Promise<StepResult> {
  const step = context.scenario.steps[index];
  if (!step) throw new RangeError(`There is no step ${index}.`);
  const startedMs = performance.now();
  const problems = await takeStep(step, call, context).catch((error: unknown) => [
    error instanceof Error ? error.message : String(error),
  ]);
  const soundMs = step.expect ? call.firstSoundMs() : undefined;
  return {
    kind: nameStep(step),
    description: describeStep(step),
    place: context.scenario.places[index] ?? context.scenario.path,
    startedMs: startedMs - joinedMs,
    durationMs: performance.now() - startedMs,
    heard: step.expect ? call.reply : '',
    ...(soundMs !== undefined && { latencyMs: soundMs - call.endMs }),
    turns: step.expect ? call.turns : [],
    problems,
  };
}

/** Why a scenario can't run in a stack that runs already: only in one of our own everything can be arranged. */
function findObstacle(
  { script, notes, assistants, said, steps }: Scenario,
  stack: ScenarioStack,
): string | undefined {
  if (stack.own) return undefined;
  const needs = [
    (script ?? notes) && 'a script',
    (typeof said.assistant === 'object' || Object.keys(assistants).length > 0) && 'an assistant of its own',
    steps.some(({ away }) => away !== undefined) && 'to throw its caller out',
  ].filter(Boolean);
  return needs.length > 0
    ? `needs ${needs.join(' and ')}, and so a stack of its own: run it without --url`
    : undefined;
}

function listUnknown({ name, path }: Scenario, { own }: ScenarioStack): string[] {
  const said = own?.llm.listUnknown(name) ?? [];
  return said.length > 0 ? [`${path}: its script has no rule for “${said.join('”, “')}”`] : [];
}
