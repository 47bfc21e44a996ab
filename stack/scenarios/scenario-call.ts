import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { CALL_RATE_HZ } from '../caller.ts';
import type { Caller } from '../caller.ts';
import { isSound, waitForEndOfAnswer } from '../hearing.ts';

/** A sentence's last sound has come, and its last word has been written. */
const REPLY_OVER_MS = 700;

/** Until an agent is heard first: its process has to be there. */
const GREETING_TIMEOUT_MS = 45_000;

const BREATH_MS = 300;

const POLL_MS = 50;

const toolSchema = z.looseObject({ id: z.string(), name: z.string(), state: z.string() });
const replySchema = z.looseObject({ interrupted: z.boolean() });
const turnSchema = z.looseObject({
  turn: z.number(),
  outcome: z.string(),
  totalMs: z.number().nullable(),
  stagesMs: z.record(z.string(), z.number()),
});

/** How long the stages of one turn took, as the agent tells. */
export type TurnTimes = z.infer<typeof turnSchema>;

/** A tool that the agent has used. */
export type UsedTool = z.infer<typeof toolSchema>;

/** A call as seen from what its caller did last: everything in here is about what came after that. */
export class ScenarioCall {
  readonly caller: Caller;
  /** What the caller did last; it began and ended here, on the clock of `performance.now()`. */
  #startMs: number;
  #endMs: number;

  /** @param joinedMs - when the caller joined. */
  constructor(caller: Caller, joinedMs: number) {
    this.caller = caller;
    this.#startMs = this.#endMs = joinedMs;
  }

  get startMs(): number {
    return this.#startMs;
  }

  get endMs(): number {
    return this.#endMs;
  }

  /** Notes that the caller has done something. */
  mark(startMs: number, endMs = startMs): void {
    this.#startMs = startMs;
    this.#endMs = endMs;
  }

  /** What the agent has said, as it wrote it. */
  get reply(): string {
    return this.caller.spoken
      .filter(({ startedMs }) => startedMs >= this.#startMs)
      .map(({ text }) => text.trim())
      .join(' ');
  }

  /** Whether the agent has said something and nothing is to come. */
  isReplyOver(): boolean {
    if (this.reply === '' || this.isSpeaking()) return false;
    const state = this.caller.agentAttributes['lk.agent.state'];
    const quietSinceMs = Math.max(this.lastSoundMs() ?? 0, this.#endMs);
    return state !== 'thinking' && performance.now() - quietSinceMs > REPLY_OVER_MS;
  }

  isSpeaking(): boolean {
    return this.caller.agentAttributes['lk.agent.state'] === 'speaking';
  }

  /** When the first sound came after `sinceMs`. */
  firstSoundMs(sinceMs = this.#endMs): number | undefined {
    return this.caller.heard.slice(this.#indexOf(sinceMs)).find(isSound)?.atMs;
  }

  lastSoundMs(): number | undefined {
    return this.caller.heard.slice(this.#indexOf(this.#startMs)).findLast(isSound)?.atMs;
  }

  /** How much sound was heard since `sinceMs`, in ms. */
  loudMs(sinceMs = this.#startMs): number {
    const frames = this.caller.heard.slice(this.#indexOf(sinceMs)).filter(isSound);
    return frames.reduce((total, { samples }) => total + (samples.length / CALL_RATE_HZ) * 1000, 0);
  }

  /** When the agent fell silent for `quietMs` for the first time since the caller began; undefined while it has not. */
  fellSilentMs(quietMs: number): number | undefined {
    let lastMs = this.#startMs;
    for (const frame of this.caller.heard.slice(this.#indexOf(this.#startMs)).filter(isSound)) {
      if (frame.atMs - lastMs > quietMs) break;
      lastMs = frame.atMs;
    }
    return performance.now() - lastMs > quietMs ? lastMs : undefined;
  }

  /** What the agent understood, one line for each turn. */
  get understood(): string[] {
    return this.caller.transcript
      .filter(({ speaker, atMs }) => speaker === 'caller' && atMs >= this.#startMs)
      .map(({ text }) => text);
  }

  /** Tools in the order in which they were first used, as they are now. */
  get tools(): UsedTool[] {
    const tools = this.#readData('parley.tool', toolSchema);
    return [...new Map(tools.map((tool) => [tool.id, tool])).values()];
  }

  /** Whether what the agent was saying was interrupted; undefined while it has not ended. */
  get wasInterrupted(): boolean | undefined {
    return this.#readData('parley.reply', replySchema)[0]?.interrupted;
  }

  /** The turns that were told about since the caller's last action, as they are now. */
  get turns(): TurnTimes[] {
    const turns = this.#readData('parley.turn', turnSchema);
    return [...new Map(turns.map((turn) => [turn.turn, turn])).values()];
  }

  /** Waits until the agent has greeted the caller and finished what it is saying, and for a breath. */
  async waitForFloor(): Promise<void> {
    if (this.caller.endedMs !== undefined) throw new Error('the agent has ended the call');
    await this.#waitForAgent();
    if (this.isSpeaking()) await waitForEndOfAnswer(this.caller, this.#endMs);
    await sleep(BREATH_MS);
  }

  async #waitForAgent(): Promise<void> {
    const deadlineMs = performance.now() + GREETING_TIMEOUT_MS;
    while (this.caller.spoken.length === 0) {
      if (performance.now() > deadlineMs) throw new Error('no agent has said anything');
      await sleep(POLL_MS);
    }
  }

  #readData<Schema extends z.ZodType>(topic: string, schema: Schema): z.output<Schema>[] {
    return this.caller.data
      .filter((data) => data.topic === topic && data.atMs >= this.#startMs)
      .flatMap(({ text }) => {
        const message = schema.safeParse(JSON.parse(text));
        return message.success ? [message.data] : [];
      });
  }

  /** Frames come in the order of time. */
  #indexOf(sinceMs: number): number {
    const { heard } = this.caller;
    let index = heard.length;
    while (index > 0 && (heard[index - 1]?.atMs ?? 0) > sinceMs) index--;
    return index;
  }
}
