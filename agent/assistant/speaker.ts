import type { Assistant } from './assistant-file.ts';
import { getSentences } from './sentences/sentences.ts';
import type { Sentences } from './sentences/en.ts';

/** What this installation says of voices and languages, where an assistant's file says nothing. */
export interface SpeakerDefaults {
  voice: string;
  speed: number;
  language: string;
  turnTaking: 'eager' | 'balanced' | 'patient';
}

/** Who speaks in a call at the moment, and in which language; both may change in its middle. */
export class Speaker {
  readonly #defaults: SpeakerDefaults;
  #assistant: Assistant;
  #language: string;
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

  /** ISO 639-1. */
  get language(): string {
    return this.#language;
  }

  set language(language: string) {
    if (language === this.#language) return;
    this.#language = language;
    this.onChange();
  }

  get voice(): string {
    return this.#assistant.voices[this.#language] ?? this.#assistant.voice ?? this.#defaults.voice;
  }

  get speed(): number {
    return this.#assistant.speed ?? this.#defaults.speed;
  }

  get preset(): SpeakerDefaults['turnTaking'] {
    return this.#assistant.turnTaking ?? this.#defaults.turnTaking;
  }

  get greeting(): string {
    return this.#assistant.greeting ?? this.sentences.greeting;
  }

  /** In the language of the moment, with what the assistant says differently. */
  get sentences(): Sentences {
    return getSentences(this.#language, this.#assistant.sentences);
  }

  #getLanguageOf({ language }: Assistant): string {
    return language === undefined || language === 'auto' ? this.#defaults.language : language;
  }
}
