import type { Sentences } from '../sentences/en.ts';
import type { Speaker } from '../speaker.ts';
import { LastSaid } from './last-said.ts';
import { readCommand } from './spoken-command.ts';
import type { SpokenCommand } from './spoken-command.ts';
import { changePace } from './speech-pace.ts';

/** Said by the way: who asks for it again means what was said before. Questions and introductions are none of them. */
const asides = [
  'welcomeBack',
  'notUnderstood',
  'stillNotUnderstood',
  'stillThere',
  'goodbye',
  'timeIsUp',
  'slower',
  'faster',
  'slowest',
  'fastest',
  'waiting',
] as const satisfies (keyof Sentences)[];

interface VoiceHabitsOptions {
  speaker: Speaker;
  /** Has the agent say a text, after what it is saying already. */
  say: (text: string) => void;
  /** Told of words that no language model gets: they may answer a question of ours, or end what is running. */
  hear: (words: string) => void;
}

/** What a caller may ask of the voice itself, and gets at once, without the language model. */
export class VoiceHabits {
  readonly #options: VoiceHabitsOptions;
  readonly #lastSaid = new LastSaid((text) => isAside(text, this.#options.speaker.sentences));
  /** What was said again with a word before it, and what it was. */
  #announced = { whole: '', said: '' };
  #isToldToWait = false;

  constructor(options: VoiceHabitsOptions) {
    this.#options = options;
  }

  /** Whether the last that the caller has said was to wait, or to be quiet. */
  get isToldToWait(): boolean {
    return this.#isToldToWait;
  }

  /** The text that began to be said last, as far as it was written; asides are left out. */
  get lastSaid(): string | undefined {
    return this.#lastSaid.read();
  }

  /** Keeps what is being said, so that it can be said again. */
  follow<Chunk extends string | { text: string }>(text: AsyncIterable<Chunk>): AsyncIterable<Chunk> {
    return this.#lastSaid.follow(text);
  }

  /** Does what a turn asks for, where it is a command; false leaves it to the language model. */
  obey(text: string): boolean {
    const command = readCommand(text, this.#options.speaker.language);
    this.#isToldToWait = command === 'quiet'; // Whoever was interrupted is quiet already.
    if (command === undefined) return false;
    // Who has a question said again has not answered it.
    if (!this.#sayAgain(command)) this.#options.hear(text);
    return true;
  }

  /** The caller has told the agent to stop in the middle of what it said. */
  heedStop(text: string): void {
    this.#isToldToWait = true;
    this.#options.hear(text);
  }

  /** @returns whether what was said last comes again. */
  #sayAgain(command: SpokenCommand): boolean {
    if (command === 'repeat') this.#options.say(this.#findLast());
    return (
      command === 'repeat' || ((command === 'slower' || command === 'faster') && this.#changePace(command))
    );
  }

  #findLast(): string {
    const said = this.#lastSaid.read() ?? this.#options.speaker.greeting;
    return said === this.#announced.whole ? this.#announced.said : said;
  }

  /** Who wants it slower has not followed: what was said last comes again. @returns whether it does. */
  #changePace(command: 'slower' | 'faster'): boolean {
    const { speaker, say } = this.#options;
    const { sentences, pace, speed } = speaker;
    speaker.pace = changePace(pace, command);
    if (speaker.speed === speed) {
      speaker.pace = pace; // No further than what can be heard.
      say(command === 'slower' ? sentences.slowest : sentences.fastest);
      return false;
    }
    if (command === 'faster') {
      say(sentences.faster);
      return false;
    }
    const said = this.#findLast();
    this.#announced = { whole: `${sentences.slower} ${said}`, said }; // In one breath: the voice then makes no pause.
    say(this.#announced.whole);
    return true;
  }
}

function isAside(text: string, sentences: Sentences): boolean {
  const isProgress = text.replace(/\d+/, '{percent}') === sentences.progress;
  return isProgress || asides.some((key) => [sentences[key]].flat().includes(text));
}
