/** Texts that are kept: the one that may be said again, and those before it whose end is still being written. */
const KEPT_TEXTS = 8;

/** What the agent has said lately, each text whole as far as it was written: what was heard of it, and the rest. */
export class LastSaid {
  readonly #isAside: (text: string) => boolean;
  #texts: { said: string }[] = [];

  /** @param isAside - whether a text was said by the way, and is not worth being said again. */
  constructor(isAside: (text: string) => boolean) {
    this.#isAside = isAside;
  }

  /** Follows a text that is being said while it is written. */
  async *follow<Chunk extends string | { text: string }>(text: AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
    const entry = { said: '' };
    this.#texts = [...this.#texts, entry].slice(-KEPT_TEXTS);
    try {
      for await (const chunk of text) {
        entry.said += typeof chunk === 'string' ? chunk : chunk.text;
        yield chunk;
      }
    } finally {
      if (this.#isAside(entry.said.trim())) this.#texts = this.#texts.filter((other) => other !== entry);
    }
  }

  /** The last of them. */
  read(): string | undefined {
    return this.#texts.map(({ said }) => said.trim()).findLast((text) => text !== '');
  }
}
