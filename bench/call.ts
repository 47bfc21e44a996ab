import { setTimeout as sleep } from 'node:timers/promises';
import { Caller } from '../stack/caller.ts';
import { waitForEndOfAnswer, waitForQuiet, waitForSound } from '../stack/hearing.ts';
import { measureAnswer } from './acoustics/answer.ts';
import { findOnsetMs, placeSaid } from './acoustics/said.ts';
import type { Said } from './acoustics/said.ts';
import { findSounds } from './acoustics/sounds.ts';
import type { ArmWorker, LiveKitAccess } from './arms/arm.ts';
import type { CorpusItem } from './corpus/manifest.ts';
import { createToken } from './room-token.ts';
import type { Scenario } from './schedule.ts';

const GREETING_TIMEOUT_MS = 45_000;
const ANSWER_TIMEOUT_MS = 20_000;

/** How long an answer has been heard when somebody speaks over it. */
const OVERLAP_AFTER_MS = 1_200;
const LONGEST_OVERLAP_MS = 3_000;

/** After a disturbance an agent may wait a while before it goes on, or think of something to say. */
const LINGER_MS = 4_000;

/** People breathe before they speak again. */
const BREATH_MS = 800;

/** The times of one turn, on the caller's clock. */
export interface PlayedTurn {
  said: Said;
  /** When what was played over the answer began to be audible. */
  overlapOnsetMs?: number;
  /** When the caller had heard enough. */
  endedMs: number;
}

/** One caller in one room with one agent. */
export class Call {
  readonly caller: Caller;
  readonly #rateHz: number;

  private constructor(caller: Caller, rateHz: number) {
    this.caller = caller;
    this.#rateHz = rateHz;
  }

  /**
   * Calls a worker and hears its greeting.
   *
   * @param rateHz - rate of all recordings that will be played.
   * @throws Error when it does not greet.
   */
  static async begin(worker: ArmWorker, livekit: LiveKitAccess, room: string, rateHz: number): Promise<Call> {
    await worker.join?.(room);
    const dispatch = worker.join ? {} : { agentName: worker.agentName };
    const token = await createToken(livekit, { room, identity: 'caller', ...dispatch });
    const caller = await Caller.connect(livekit.url, token, rateHz);
    try {
      await waitForEndOfAnswer(caller, await waitForSound(caller, 0, GREETING_TIMEOUT_MS));
    } catch (error) {
      await caller.leave();
      throw new Error(`${worker.agentName} did not greet its caller`, { cause: error });
    }
    return new Call(caller, rateHz);
  }

  /** Plays one turn and hears what comes of it. */
  async play({ question, overlap }: Scenario): Promise<PlayedTurn> {
    await sleep(BREATH_MS);
    const said = await this.#say(question);
    const answeredMs = await waitForSound(this.caller, said.endMs, ANSWER_TIMEOUT_MS).catch(() => undefined);
    let overlapOnsetMs: number | undefined;
    if (answeredMs !== undefined && overlap) {
      await sleep(Math.max(0, answeredMs + OVERLAP_AFTER_MS - performance.now()));
      overlapOnsetMs = await this.#sayOver(overlap);
    }
    const wasInterrupted = overlap !== undefined || this.#wasHeardWithin(said);
    if (answeredMs !== undefined && wasInterrupted)
      await waitForQuiet(this.caller, performance.now(), LINGER_MS);
    if (answeredMs !== undefined) await waitForEndOfAnswer(this.caller, answeredMs);
    return { said, ...(overlapOnsetMs === undefined ? {} : { overlapOnsetMs }), endedMs: performance.now() };
  }

  leave(): Promise<void> {
    return this.caller.leave();
  }

  async #say(item: CorpusItem): Promise<Said> {
    return placeSaid(item, await this.caller.say(this.#check(item)));
  }

  async #sayOver(item: CorpusItem): Promise<number> {
    const longest = (item.rateHz * LONGEST_OVERLAP_MS) / 1000;
    const samples = this.#check(item).subarray(0, longest);
    const endedMs = await this.caller.say(samples);
    return endedMs - (samples.length / item.rateHz) * 1000 + findOnsetMs({ samples, rateHz: item.rateHz });
  }

  #check({ file, rateHz, samples }: CorpusItem): Int16Array {
    if (rateHz === this.#rateHz) return samples;
    throw new Error(`${file} has ${rateHz} Hz; the other recordings of this call have ${this.#rateHz} Hz.`);
  }

  /** Whether the agent has cut the caller off. */
  #wasHeardWithin(said: Said): boolean {
    const heard = this.caller.heard.filter(({ atMs }) => atMs >= said.startMs);
    return measureAnswer(said, findSounds(heard)).cutOff;
  }
}
