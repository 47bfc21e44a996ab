import type { voice } from '@livekit/agents';
import { isConsent } from './consent.ts';
import { describeUse } from './spoken-use.ts';
import type { Talk } from './talk.ts';
import type { ToolJob } from './tool-job.ts';

/** A question of which less was heard can't be answered. */
const SMALLEST_HEARD_SHARE = 0.5;

interface Asking {
  job: ToolJob;
  question: string;
  speech: voice.SpeechHandle;
  /** Characters that are said before the question. */
  before: number;
  at: number;
}

/**
 * Asks the caller whether a tool may be used. The question is ours and not the language model's, and so is the judgement of
 * the answer: whatever made the model ask for the tool has no part in it.
 */
export class Permission {
  readonly #talk: Talk;
  #asking: Asking | undefined;

  constructor(talk: Talk) {
    this.#talk = talk;
  }

  ask(job: ToolJob): void {
    const { session, speaker } = this.#talk;
    const question = (
      job.tool.question?.(job.args) ??
      speaker.sentences.mayI.replace('{tool}', () => describeUse(job.tool.name, job.args))
    ).trim();
    this.#asking = { job, question, speech: session.say(question), before: 0, at: Date.now() };
  }

  /** Something is said again: where it is the question, maybe with words before it, this time counts. */
  sayAgain(words: string, speech: voice.SpeechHandle): void {
    if (!this.#asking || !words.endsWith(this.#asking.question)) return;
    this.#asking = { ...this.#asking, speech, before: words.length - this.#asking.question.length };
  }

  /** What waits for the caller's yes or no. */
  get question(): string | undefined {
    return this.#asking?.job.state === 'asking' ? this.#asking.question : undefined;
  }

  /**
   * Whether words of the caller answer the question with yes, and which job may go on then.
   *
   * @param saidAt - what was said before the question is no answer to it.
   */
  wouldAllow(words: string, saidAt = Date.now()): ToolJob | undefined {
    if (this.#asking?.job.state !== 'asking' || saidAt < this.#asking.at) return undefined;
    return isConsent(words, this.#talk.speaker.language) && this.#wasHeard() ? this.#asking.job : undefined;
  }

  /** Takes what the caller says next as the answer. @returns the job that may go on; one that may not is declined. */
  hear(words: string): ToolJob | undefined {
    const allowed = this.wouldAllow(words);
    if (!allowed) this.#asking?.job.cancel('declined');
    this.#asking = undefined;
    return allowed;
  }

  #wasHeard(): boolean {
    if (!this.#asking) return false;
    const { speech, question, before } = this.#asking;
    if (speech.done() && !speech.interrupted) return true;
    const heard = speech.chatItems
      .map((item) => (item.type === 'message' ? (item.textContent ?? '') : ''))
      .join('');
    return heard.length - before >= question.length * SMALLEST_HEARD_SHARE;
  }
}
