/** Texts that are kept: beside the one that may be said again, sentences such as "Are you still there?". */
const KEPT_TEXTS = 8;

/** What the agent has said lately, each text whole as far as it was written: what was heard of it, and the rest. */
export class LastSaid {
  #texts: { said: string }[] = [];

  /** Follows a text that is being said while it is written. */
  async *follow<Chunk extends string | { text: string }>(text: AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
    const entry = { said: '' };
    this.#texts = [...this.#texts, entry].slice(-KEPT_TEXTS);
    for await (const chunk of text) {
      entry.said += typeof chunk === 'string' ? chunk : chunk.text;
      yield chunk;
    }
  }

  /** The last of them that is worth to be said again. @param isAside - whether a sentence was said by the way. */
  read(isAside: (sentence: string) => boolean): string | undefined {
    const texts = this.#texts.map(({ said }) => said.trim());
    return texts.findLast((text) => text !== '' && !isAside(text));
  }
}
