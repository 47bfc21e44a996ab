/** Holds back what is worth doing only for an answer that will be heard, while one is prepared on speculation. */
export class CommitGate {
  #decide: (committed: boolean) => void = () => undefined;
  #decided = Promise.resolve(true);

  /** An answer is being prepared on speculation. */
  close(): void {
    this.#decide(false);
    this.#decided = new Promise((resolve) => (this.#decide = resolve));
  }

  /** The turn is decided: its answer will be given, or what was prepared is thrown away. */
  open(committed: boolean): void {
    this.#decide(committed);
  }

  /** Whether the answer will be given; at once where nothing is speculative. */
  whenDecided(): Promise<boolean> {
    return this.#decided;
  }
}
