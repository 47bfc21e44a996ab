import { TagScanner } from './tag-scanner.ts';

/** How models mark what is not for the caller. The first end of each that comes counts. */
const thoughts: Readonly<Record<string, readonly string[]>> = {
  '<think>': ['</think>'],
  '<thinking>': ['</thinking>'],
  '<thought>': ['</thought>'],
  '<reasoning>': ['</reasoning>'],
  '<seed:think>': ['</seed:think>'],
  '[think]': ['[/think]'],
  '◁think▷': ['◁/think▷'],
  '<|channel|>analysis': ['<|channel|>final<|message|>'],
  '<|channel|>commentary': ['<|channel|>final<|message|>'],
};

/** Parts of chat templates that servers let through; they are neither thought nor said. */
const templateTokens = [
  '<|channel|>final<|message|>',
  '<|start|>assistant',
  '<|im_start|>assistant',
  '<|message|>',
  '<|end|>',
  '<|return|>',
  '<|im_end|>',
  '<|eot_id|>',
  '<|endoftext|>',
  '<|end_of_turn|>',
  '<end_of_turn>',
  '</s>',
];

const openings = Object.keys(thoughts);
/** Of thoughts whose beginning the server ate: gpt-oss always marks the beginning. */
const orphans = openings.filter((tag) => !tag.startsWith('<|')).flatMap((tag) => thoughts[tag] ?? []);
const outside = [...openings, ...orphans, ...templateTokens];

/**
 * Takes what a model thinks out of what it says. Chat templates that open the thought themselves leave its first tag out
 * of the reply: that can't be seen from the first words, so it has to be known (`startsInside`).
 */
export class ThinkingFilter {
  readonly #scanner = new TagScanner();
  /** What ends the present thought. */
  #closings: readonly string[] | undefined;
  /** Thought so far without any sign that it is one, but that replies of this model begin so. */
  #presumed: string | undefined;
  #isFirstText = true;
  #hasThought = false;
  #hasOrphan = false;

  constructor(startsInside = false) {
    if (!startsInside) return;
    this.#closings = orphans;
    this.#presumed = '';
  }

  /** Whether a thought began, or ended. */
  get hasThought(): boolean {
    return this.#hasThought;
  }

  /** Whether a thought ended that had not begun: replies of this model begin inside of one. */
  get startedInside(): boolean {
    return this.#hasOrphan;
  }

  /** @returns what of the text so far is said. */
  push(text: string): string {
    this.#scanner.push(text);
    return this.#read(false);
  }

  /** @returns what was held back, at the end of the reply. */
  end(): string {
    const said = this.#read(true);
    return this.#presumed === undefined ? said : this.#presumed + said; // No thought, then.
  }

  #read(ended: boolean): string {
    let said = '';
    for (;;) {
      const { text, tag } = this.#scanner.next(this.#closings ?? outside, ended);
      if (this.#closings) {
        if (this.#presumed !== undefined) this.#presumed += text;
        if (tag) this.#close();
      } else {
        said += this.#trimFirst(text);
        if (tag && orphans.includes(tag)) {
          said = '';
          this.#close();
        } else if (tag) {
          this.#closings = thoughts[tag];
          this.#hasThought ||= this.#closings !== undefined;
        }
      }
      if (!tag) return said;
    }
  }

  #close(): void {
    this.#hasThought = true;
    this.#hasOrphan ||= this.#closings === undefined || this.#presumed !== undefined;
    this.#closings = undefined;
    this.#presumed = undefined;
    this.#isFirstText = true;
  }

  /** A reply, and what follows a thought, begins with its first word. */
  #trimFirst(text: string): string {
    if (!this.#isFirstText) return text;
    const trimmed = text.trimStart();
    if (trimmed) this.#isFirstText = false;
    return trimmed;
  }
}
