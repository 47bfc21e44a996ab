import { FASTEST_SPEED, SLOWEST_SPEED } from '../speech-speed.ts';
import type { Assistant } from './assistant-file.ts';
import { getSentences } from './sentences/sentences.ts';
import type { Sentences } from './sentences/en.ts';

/** What this installation says of voices and languages, where an assistant's file says nothing. */
export interface SpeakerDefaults {
  voice: string;
  speed: number;
  language: string;
  /** Voices by language, for those in which an assistant names none. */
  voices: Readonly<Record<string, string>>;
  turnTaking: 'eager' | 'balanced' | 'patient';
}

/** Who speaks in a call at the moment, and in which language; both may change in its middle. */
export class Speaker {
  readonly #defaults: SpeakerDefaults;
  #assistant: Assistant;
  #language: string;
  /** How much faster than usual the caller wants to hear it, 1 being as it is. */
  pace = 1;
  /** Told when assistant or language have changed. */
  onChange: () => void = () => undefined;

  constructor(assistant: Assistant, defaults: SpeakerDefaults) {
    this.#defaults = defaults;
    this.#assistant = assistant;
    this.#language = this.#getLanguageOf(assistant);
  }

  get assistant(): Assistant {
    return this.#assistant;
  }

  /** Another assistant has the call from now on; one of `language: auto` goes on in the caller's. */
  set assistant(assistant: Assistant) {
    this.#assistant = assistant;
    if (assistant.language !== 'auto') this.#language = this.#getLanguageOf(assistant);
    this.onChange();
  }

  /** As the turn log names it. */
  get answeredBy(): { assistant: string; experiment?: string; variant?: string } {
    const { name, variant } = this.#assistant;
    return { assistant: name, ...(variant && { experiment: variant.experiment, variant: variant.name }) };
  }

  /** ISO 639-1. */
  get language(): string {
    return this.#language;
  }

  set language(language: string) {
    if (language === this.#language) return;
    this.#language = language;
    this.onChange();
  }

  /** Whether it is the language of the assistant, and not one that the caller brought. */
  get isAtHome(): boolean {
    return this.#language === this.#getLanguageOf(this.#assistant);
  }

  /** What the caller may change to: every language that there is a voice for, where the assistant is for any. */
  get languages(): string[] {
    if (this.#assistant.language !== 'auto') return [];
    const { voices } = this.#defaults;
    const languages = [
      this.#defaults.language,
      ...Object.keys(this.#assistant.voices),
      ...Object.keys(voices),
    ];
    return [...new Set(languages)];
  }

  get voice(): string {
    const { voice, voices } = this.#assistant;
    const own = voice ?? this.#defaults.voice;
    if (this.isAtHome) return voices[this.#language] ?? own;
    return voices[this.#language] ?? this.#defaults.voices[this.#language] ?? own;
  }

  get speed(): number {
    const speed = (this.#assistant.speed ?? this.#defaults.speed) * this.pace;
    return Math.min(Math.max(speed, SLOWEST_SPEED), FASTEST_SPEED);
  }

  get preset(): SpeakerDefaults['turnTaking'] {
    return this.#assistant.turnTaking ?? this.#defaults.turnTaking;
  }

  get greeting(): string {
    return this.#assistant.greeting ?? this.sentences.greeting;
  }

  /** In the language of the moment, with what the assistant says differently in its own. */
  get sentences(): Sentences {
    return getSentences(this.#language, this.isAtHome ? this.#assistant.sentences : {});
  }

  #getLanguageOf({ language }: Assistant): string {
    return language === undefined || language === 'auto' ? this.#defaults.language : language;
  }
}
