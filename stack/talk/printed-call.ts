/** Writes a call to a terminal, a line for each thing that is said. */
export class PrintedCall {
  readonly #write: (text: string) => void;
  #saidCount = 0;
  /** Whose words can go on in the line that was begun last: what the agent says is counted. */
  #open: number | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** What the agent says, as its words come. */
  async printWords(name: string, words: AsyncIterable<string>): Promise<void> {
    const own = ++this.#saidCount;
    try {
      for await (const word of words) {
        if (this.#open !== own) {
          this.#endLine();
          this.#write(`${name}: `);
          this.#open = own;
        }
        this.#write(clean(word));
      }
    } catch {
      // Cut off with the call.
    }
    if (this.#open === own) this.#endLine();
  }

  /** Something whole; what the agent is saying goes on below it. */
  printLine(line: string): void {
    this.#endLine();
    this.#write(`${clean(line)}\n`);
  }

  #endLine(): void {
    if (this.#open !== undefined) this.#write('\n');
    this.#open = undefined;
  }
}

/** A model's words are no commands to the terminal. */
function clean(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
