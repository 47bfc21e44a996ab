import type { Pause } from './pause.ts';
import { FRAME_MS } from './speech-detection.ts';
import { TurnTaking } from './turn-taking.ts';
import type { TurnTakingOptions } from './turn-taking.ts';

export const FIXED_DELAY_MS = 320;

/** A call on paper: what the microphone sends, and the decisions with the time at which they fell. */
export class Timeline {
  readonly decisions: string[] = [];
  agentBusy = false;
  /** Whether the first sound of a prepared answer is there by the next frame. */
  preparesAtOnce = true;
  /** How often a turn was committed in a frame in which the caller could be heard. */
  committedOverSpeech = 0;
  /** Pauses that the end-of-turn model was asked about. */
  readonly judged: Pause[] = [];
  /** Pauses whose words the language model was asked about. */
  readonly wordsJudged: Pause[] = [];
  #preparing = false;
  #speaking = false;
  readonly #turnTaking: TurnTaking;
  #frames = 0;

  constructor(options: Partial<TurnTakingOptions> = {}) {
    const note = (decision: string) => () => this.decisions.push(decision);
    this.#turnTaking = new TurnTaking(
      { language: 'en', preset: 'balanced', speculation: true, fixedDelayMs: FIXED_DELAY_MS, ...options },
      {
        hypothesize: note('ask'),
        judgeBySound: (pause) => {
          this.decisions.push('judge');
          this.judged.push(pause);
        },
        judgeByWords: (pause) => this.wordsJudged.push(pause),
        abandonHypothesis: note('abandon'),
        startTurn: note('start'),
        speculate: (text) => {
          this.decisions.push(`speculate ${text}`);
          this.#preparing = true;
        },
        cancelSpeculation: note('cancel'),
        commit: ({ text, silenceMs }) => {
          this.decisions.push(`commit ${text} after ${silenceMs}`);
          if (this.#speaking) this.committedOverSpeech++;
        },
        dropTurn: (command) => this.decisions.push(command ? `drop ${command}` : 'drop'),
        askAgain: note('ask again'),
        pauseAgent: note('pause agent'),
        resumeAgent: note('resume agent'),
        interruptAgent: note('interrupt agent'),
      },
    );
  }

  speak(ms: number): this {
    return this.#hear(ms, 8000, 0.95);
  }

  silence(ms: number): this {
    return this.#hear(ms, 10, 0.02);
  }

  understand(text: string, endOfTurn?: number): this {
    this.#turnTaking.understand({ text, endOfTurn });
    return this;
  }

  /** Words that the STT server has guessed. */
  guess(text: string): this {
    const confidence = { logprob: -3, noSpeech: 0.9 };
    this.#turnTaking.understand({ text, endOfTurn: undefined, confidence });
    return this;
  }

  overhear(text: string): this {
    this.#turnTaking.overhear(text);
    return this;
  }

  /** The end-of-turn model answers its last question, or an earlier one. */
  listen(v1Mini: number, pause = this.judged.at(-1)): this {
    if (!pause) throw new Error('the end-of-turn model was not asked');
    this.#turnTaking.listen(pause, v1Mini);
    return this;
  }

  /** The language model answers its last question, or an earlier one. */
  read(probability: number, pause = this.wordsJudged.at(-1)): this {
    if (!pause) throw new Error('the language model was not asked');
    this.#turnTaking.read(pause, probability);
    return this;
  }

  prepare(): this {
    this.#preparing = false;
    this.#turnTaking.replyReady();
    return this;
  }

  fail(): this {
    this.#turnTaking.giveUp();
    return this;
  }

  #hear(ms: number, level: number, probability: number): this {
    for (let frame = 0; frame < Math.round(ms / FRAME_MS); frame++) {
      const samples = new Int16Array(512).map((_, i) => ((this.#frames + i) % 2 ? level : -level));
      this.#frames++;
      this.#speaking = probability > 0.5;
      if (this.#preparing && this.preparesAtOnce) this.prepare();
      this.#turnTaking.hear({ samples, probability }, this.agentBusy);
    }
    return this;
  }
}

/** All decisions but some. */
export const without = (decisions: string[], ...others: string[]) =>
  decisions.filter((decision) => !others.includes(decision));
