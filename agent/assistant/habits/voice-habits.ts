import type { Speaker } from '../speaker.ts';
import { LastSaid } from './last-said.ts';
import { readCommand } from './spoken-command.ts';
import { changePace } from './speech-pace.ts';

/** What a caller may ask of the voice itself, and gets at once, without the language model. */
export class VoiceHabits {
  readonly #speaker: Speaker;
  readonly #lastSaid = new LastSaid();
  readonly #say: (text: string) => void;
  /** What was said again with a word before it, and what it was. */
  #announced = { whole: '', said: '' };

  /** @param say - has the agent say a text, after what it is saying already. */
  constructor(speaker: Speaker, say: (text: string) => void) {
    this.#speaker = speaker;
    this.#say = say;
  }

  /** Keeps what is being said, so that it can be said again. */
  follow<Chunk extends string | { text: string }>(text: AsyncIterable<Chunk>): AsyncIterable<Chunk> {
    return this.#lastSaid.follow(text);
  }

  /** Does what a turn asks for, where it is a command; false leaves it to the language model. */
  obey(text: string): boolean {
    const command = readCommand(text, this.#speaker.language);
    if (command === 'repeat') this.#say(this.#findLast());
    else if (command === 'slower' || command === 'faster') this.#changePace(command);
    return command !== undefined; // To be quiet, whoever was interrupted is already.
  }

  #findLast(): string {
    const { sentences } = this.#speaker;
    const asides = new Set(Object.values(sentences).flat());
    asides.delete(sentences.greeting);
    const said = this.#lastSaid.read((sentence) => asides.has(sentence)) ?? this.#speaker.greeting;
    return said === this.#announced.whole ? this.#announced.said : said;
  }

  /** Who wants it slower has not followed: what was said last comes again. */
  #changePace(command: 'slower' | 'faster'): void {
    const { sentences, pace } = this.#speaker;
    this.#speaker.pace = changePace(pace, command);
    if (this.#speaker.pace === pace) {
      this.#say(command === 'slower' ? sentences.slowest : sentences.fastest);
      return;
    }
    if (command === 'faster') {
      this.#say(sentences.faster);
      return;
    }
    const said = this.#findLast();
    this.#announced = { whole: `${sentences.slower} ${said}`, said }; // In one breath: the voice then makes no pause.
    this.#say(this.#announced.whole);
  }
}
