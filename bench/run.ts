import { rejectOnAbort } from './abort.ts';
import { joinHeard } from '../stack/hearing.ts';
import { transcribe } from '../stack/speech.ts';
import { measureWordErrorRate } from '../stack/word-errors.ts';
import type { Arm, ArmWorker, LiveKitAccess } from './arms/arm.ts';
import { Call } from './call.ts';
import type { PlayedTurn } from './call.ts';
import { measureTurn } from './measure.ts';
import type { HeardTurn } from './measure.ts';
import type { MeasuredTurn } from './measured-turn.ts';
import { rotate } from './schedule.ts';
import type { CallPlan } from './schedule.ts';
import type { RunningServers } from './servers/running-servers.ts';
import type { ServerKind, ServerNeeds } from './servers/server-kinds.ts';
import { SpokenAnswers } from './spoken-answers.ts';
import { waitForIdleCores } from './usage/idle-cores.ts';
import { UsageMeter } from './usage/usage-meter.ts';

/** Sleeps of calibrated servers that miss by more make a turn invalid. */
const LARGEST_SLEEP_ERROR_MS = 5;

/** What all calls of a run share. */
export interface RunOptions {
  needs: ServerNeeds;
  livekit: LiveKitAccess;
  plan: CallPlan[];
  /** Called after each call. */
  onCall: (call: MeasuredCall) => Promise<void>;
  report: (line: string) => void;
  signal: AbortSignal;
}

/** The turns of one call; one that failed has those until then. */
export interface MeasuredCall {
  turns: MeasuredTurn[];
  failure?: string;
}

/**
 * Measures arms on one kind of servers. All workers run, one of them has a call; who is next changes after every
 * call, so a round of short calls spreads whatever the machine does over all arms alike, and no arm computes while
 * another is measured.
 */
export async function measureArms(
  kind: ServerKind,
  arms: readonly Arm[],
  options: RunOptions,
): Promise<void> {
  const { livekit, plan, report, signal } = options;
  const stopped = rejectOnAbort(signal);
  const running = await kind.start(options.needs);
  const workers: { arm: Arm; worker: ArmWorker }[] = [];
  try {
    for (const arm of arms) {
      report(`${kind.name}: starting ${arm.name}`);
      workers.push({ arm, worker: await Promise.race([arm.start(running.servers, livekit), stopped]) });
    }
    const answers = new SpokenAnswers(running.servers.tts);
    for (const [call, scenarios] of plan.entries())
      for (const { arm, worker } of rotate(workers, call)) {
        signal.throwIfAborted();
        const session = new CallSession({ kind, arm, worker, running, answers, call, options });
        await options.onCall(await Promise.race([session.measure(scenarios), stopped]));
      }
  } finally {
    await Promise.all(workers.map(({ worker }) => worker.stop()));
    await running.stop();
  }
}

interface CallContext {
  kind: ServerKind;
  arm: Arm;
  worker: ArmWorker;
  running: RunningServers;
  answers: SpokenAnswers;
  call: number;
  options: RunOptions;
}

type UnjudgedTurn = { heard: HeardTurn; played: PlayedTurn; turn: MeasuredTurn };

/** One call of one arm, from its first ring to the judgement of its turns. */
class CallSession {
  readonly #context: CallContext;

  constructor(context: CallContext) {
    this.#context = context;
  }

  async measure(scenarios: CallPlan): Promise<MeasuredCall> {
    const { kind, arm, worker, call, options } = this.#context;
    const measured: MeasuredCall = { turns: [] };
    let session: Call | undefined;
    try {
      const room = `bench-${kind.name}-${arm.name}-${call}-${Date.now()}`;
      session = await Call.begin(worker, options.livekit, room, scenarios[0]?.question.rateHz ?? 0);
      await waitForIdleCores();
      const played: UnjudgedTurn[] = [];
      for (const [index, scenario] of scenarios.entries()) {
        options.signal.throwIfAborted();
        const turn = await this.#playTurn(session, scenario, index);
        played.push(turn);
        measured.turns.push(turn.turn);
      }
      await session.leave();
      for (const turn of played) await this.#addSpokenMeasures(session, turn);
    } catch (error) {
      options.signal.throwIfAborted();
      measured.failure = `${kind.name}: call ${call + 1} of ${arm.name} failed: ${describe(error)}`;
      options.report(measured.failure);
      await session?.leave();
    }
    return measured;
  }

  async #playTurn(session: Call, scenario: CallPlan[number], index: number): Promise<UnjudgedTurn> {
    const { kind, arm, worker, running, call, options } = this.#context;
    const meter = new UsageMeter(worker.pids);
    await meter.start();
    await running.takeSleepErrorMs?.();
    const at = new Date().toISOString();
    const played = await session.play(scenario);
    const usage = await meter.read();
    const sleepErrorMs = await running.takeSleepErrorMs?.();
    const heard = measureTurn(session.caller, scenario, played);
    const turn: MeasuredTurn = {
      servers: kind.name,
      arm: arm.name,
      call,
      turn: index,
      at,
      valid: (sleepErrorMs ?? 0) <= LARGEST_SLEEP_ERROR_MS,
      sleepErrorMs,
      ...heard.measures,
      cpuMs: usage?.cpuMs,
      memoryBytes: usage?.memoryBytes,
    };
    options.report(describeTurn(turn));
    return { heard, played, turn };
  }

  /** What needs the model servers, and therefore waits for the end of the call. */
  async #addSpokenMeasures({ caller }: Call, { heard, played, turn }: UnjudgedTurn): Promise<void> {
    const { answers, running } = this.#context;
    if (turn.written !== '') turn.expectedLoudMs = await answers.measureLoudMs(turn.written);
    const isCalibrated = running.takeSleepErrorMs !== undefined;
    if (isCalibrated || turn.overlap || heard.answeredMs === undefined || turn.written === '') return;
    const audio = joinHeard(caller, heard.answeredMs - 200, played.endedMs);
    turn.heard = await transcribe(running.servers.stt, audio);
    turn.heardErrorRate = measureWordErrorRate(turn.written, turn.heard);
  }
}

function describeTurn({ servers, arm, call, turn, question, overlap, ...measures }: MeasuredTurn): string {
  const { mouthToEarMs, cutOff, answered, bargeIn, disturbance, valid } = measures;
  const what = [
    mouthToEarMs === undefined ? '' : `${Math.round(mouthToEarMs)} ms`,
    cutOff ? 'cut off' : '',
    answered ? '' : 'no answer',
    bargeIn === undefined
      ? ''
      : `barge-in ${typeof bargeIn === 'number' ? `${Math.round(bargeIn)} ms` : bargeIn}`,
    disturbance ? `${disturbance.reaction} after ${overlap?.kind}` : '',
    valid ? '' : `invalid: a server overslept by ${Math.round(measures.sleepErrorMs ?? 0)} ms`,
  ];
  return `${servers} ${arm} ${call + 1}.${turn + 1} ${question.kind}: ${what.filter((part) => part !== '').join(' · ')}`;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
