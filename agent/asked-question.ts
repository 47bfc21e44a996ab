import { voice } from '@livekit/agents';
import { countSpokenLetters, LETTER_MS } from './tts/speech-length.ts';

/** Of a question's sound, by its letters. Who says yes any earlier may not know to what. */
const HEARD_SHARE = 0.6;

interface AskedQuestionOptions {
  /** What waits for the caller's yes or no. */
  getQuestion: () => string | undefined;
  /** The text that began to be said last. */
  getLastSaid: () => string | undefined;
  /** Pace of the voice, 1 being its own. */
  getSpeed: () => number;
}

/**
 * Tells a "yes" over the end of a question, which is the answer, from one before it or over its beginning, which says
 * "I am listening".
 */
export class AskedQuestion {
  readonly #options: AskedQuestionOptions;
  #sound = { text: '', sinceMs: Infinity };

  constructor(options: AskedQuestionOptions) {
    this.#options = options;
  }

  /** @param audio - the voice of a session that has been started. */
  follow(audio: Pick<voice.AudioOutput, 'on'>): void {
    audio.on(voice.AudioOutput.EVENT_PLAYBACK_STARTED, () => {
      this.#sound = { text: this.#options.getLastSaid() ?? '', sinceMs: performance.now() };
    });
  }

  /** Whether the caller has heard enough of a question that waits for them. */
  isHeard(): boolean {
    const question = this.#options.getQuestion();
    if (!question || !this.#sound.text.endsWith(question)) return false;
    const durationMs = (LETTER_MS * countSpokenLetters(this.#sound.text)) / this.#options.getSpeed();
    return performance.now() - this.#sound.sinceMs >= HEARD_SHARE * durationMs;
  }
}
