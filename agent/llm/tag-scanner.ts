/**
 * Cuts text that comes in pieces at literal tags, upper or lower case. What may be the beginning of a tag is held back
 * until it is one or is none.
 */
export class TagScanner {
  #held = '';

  push(text: string): void {
    this.#held += text;
  }

  /** What was taken last is looked at again. */
  putBack(text: string): void {
    this.#held = text + this.#held;
  }

  /** Takes the text before the next of these tags, and the tag; without one, all text that can't belong to one. */
  next(tags: readonly string[], ended = false): { text: string; tag: string | undefined } {
    // Letters of tags only: others may change their length ("İ").
    const held = this.#held.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    const found = tags
      .map((tag) => ({ tag, at: held.indexOf(tag) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.tag.length - a.tag.length)[0];
    const end = found?.at ?? (ended ? held.length : held.length - countHeldBack(held, tags));
    const text = this.#held.slice(0, end);
    this.#held = this.#held.slice(end + (found?.tag.length ?? 0));
    return { text, tag: found?.tag };
  }
}

/** How much of the end of a text could be the beginning of a tag. */
function countHeldBack(text: string, tags: readonly string[]): number {
  const longest = Math.max(0, ...tags.map((tag) => tag.length - 1));
  for (let length = Math.min(longest, text.length); length > 0; length--) {
    const tail = text.slice(-length);
    if (tags.some((tag) => tag.startsWith(tail))) return length;
  }
  return 0;
}
