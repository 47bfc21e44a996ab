import { isBusy } from './talk.ts';
import type { Talk } from './talk.ts';
import type { ToolJob } from './tool-job.ts';

/** A caller who has heard nothing for this long, while a job is running, is told that it still is. */
const SILENCE_MS = 9_000;
const LOOK_EVERY_MS = 500;

/** What a server says of its progress is said aloud only where it is plain words. */
const PLAIN = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} ,.'’%:()-]{2,99}$/u;

/** Keeps a caller company while jobs run in the background: a word at once, another whenever it has been quiet for long. */
export class WaitingWords {
  readonly #talk: Talk;
  readonly #jobs = new Set<ToolJob>();
  readonly #silenceMs: number;
  #said = 0;
  #saidProgress: unknown;
  #quietSinceMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(talk: Talk, silenceMs = SILENCE_MS) {
    this.#talk = talk;
    this.#silenceMs = silenceMs;
  }

  /** Says that it takes a moment, unless the agent is saying something anyway, and goes on until the job is over. */
  begin(job: ToolJob): void {
    if (this.#jobs.size === 0) this.#said = 0;
    this.#jobs.add(job);
    const { agentState, userState } = this.#talk.session;
    if (agentState !== 'speaking' && userState !== 'speaking') this.#say(job);
    this.#quietSinceMs = performance.now();
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS);
    void job.over.then(() => {
      this.#jobs.delete(job);
      if (this.#jobs.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    });
  }

  #look(): void {
    const nowMs = performance.now();
    if (isBusy(this.#talk.session)) this.#quietSinceMs = nowMs;
    if (nowMs - this.#quietSinceMs < this.#silenceMs) return;
    const [job] = this.#jobs;
    if (!job) return;
    this.#quietSinceMs = nowMs;
    this.#say(job);
  }

  /** Its progress, where there is news of it; or one sentence after the other, the last ones in turn. */
  #say(job: ToolJob): void {
    const { sentences } = this.#talk.speaker;
    const [first = '', ...others] = sentences.waiting;
    let words = this.#said === 0 || others.length === 0 ? first : others[(this.#said - 1) % others.length];
    const { progress } = job;
    if (this.#said > 0 && progress !== undefined && progress !== this.#saidProgress) {
      this.#saidProgress = progress;
      if (typeof progress === 'number')
        words = sentences.progress.replace('{percent}', String(Math.round(progress * 100)));
      else if (PLAIN.test(progress)) words = progress;
    }
    this.#said++;
    try {
      // These words are no part of what was talked about.
      if (words) this.#talk.session.say(words, { addToChatCtx: false });
    } catch {
      clearInterval(this.#timer); // The call has just ended.
    }
  }
}
