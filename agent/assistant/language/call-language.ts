import type { Hypothesis } from '../../hypothesis.ts';
import type { Speaker } from '../speaker.ts';
import { followLanguage } from './language-switch.ts';
import type { LanguageState } from './language-switch.ts';

/**
 * Keeps a call in its caller's language. An answer that is prepared while the caller may still go on is prepared in the
 * language that what they said so far would lead to; it is the call's only once the turn is over.
 */
export class CallLanguage {
  readonly #speaker: Speaker;
  #state: LanguageState;
  #supposed: { text: string; state: LanguageState } | undefined;
  /** What the STT server understands; undefined while that is not known. */
  audible: readonly string[] | undefined;

  /** @param audible - what the STT server understands, where that is known. */
  constructor(speaker: Speaker, audible?: readonly string[]) {
    this.#speaker = speaker;
    this.#state = { language: speaker.language, isWish: false };
    this.audible = audible;
  }

  /** ISO 639-1 codes of what the caller may speak; none where it is only the language of the call. */
  get candidates(): string[] {
    const { languages } = this.#speaker;
    const candidates = languages.filter((code) => this.audible?.includes(code) ?? true);
    return candidates.length > 1 ? candidates : [];
  }

  /** What the STT server is to expect: it can't be told a language that it does not understand. */
  get expected(): string {
    const { language } = this.#speaker;
    return this.audible?.includes(language) === false ? (this.audible[0] ?? language) : language;
  }

  /** An answer to this is going to be prepared. */
  suppose({ text, language, languageProbability: probability }: Hypothesis): void {
    const state = followLanguage(this.#getState(), { text, language, probability }, this.candidates);
    this.#supposed = { text, state };
    this.#speaker.language = state.language;
  }

  /** The caller went on, or had said nothing. */
  takeBack(): void {
    if (!this.#supposed) return;
    this.#supposed = undefined;
    this.#speaker.language = this.#state.language;
  }

  /** The turn is over. */
  confirm(heard: Hypothesis): void {
    if (this.#supposed?.text !== heard.text) this.suppose(heard);
    if (this.#supposed) this.#state = this.#supposed.state;
    this.#supposed = undefined;
  }

  /** Another assistant may have taken the call meanwhile, and speak a language of its own. */
  #getState(): LanguageState {
    if (!this.#supposed && this.#state.language !== this.#speaker.language)
      this.#state = { language: this.#speaker.language, isWish: false };
    return this.#state;
  }
}
