/** Writes a call to a terminal, a line for each thing that is said. */
export class PrintedCall {
  readonly #write: (text: string) => void;
  /** Counts what the agent has said: only what it said last goes on. */
  #saidCount = 0;
  #isLineOpen = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** What the agent says, as its words come; what it was saying before has ended. */
  async printWords(name: string, words: AsyncIterable<string>): Promise<void> {
    this.#endLine();
    const own = ++this.#saidCount;
    try {
      for await (const word of words) {
        if (own !== this.#saidCount) continue; // Read to its end, as LiveKit writes it to its end.
        this.#write(this.#isLineOpen ? clean(word) : `${name}: ${clean(word)}`);
        this.#isLineOpen = true;
      }
    } catch {
      // Cut off with the call.
    }
    if (own === this.#saidCount) this.#endLine();
  }

  /** Something whole; what the agent is saying goes on below it. */
  printLine(line: string): void {
    this.#endLine();
    this.#write(`${clean(line)}\n`);
  }

  #endLine(): void {
    if (this.#isLineOpen) this.#write('\n');
    this.#isLineOpen = false;
  }
}

/** A model's words are no commands to the terminal. */
function clean(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
