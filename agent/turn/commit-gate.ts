/** Holds back work that is worth doing only for an answer that will be heard. */
export class CommitGate {
  #open: () => void = () => undefined;
  #opened = Promise.resolve();

  /** An answer is being prepared on speculation. */
  close(): void {
    this.#open();
    this.#opened = new Promise((resolve) => (this.#open = resolve));
  }

  /** The turn is decided, one way or the other. */
  open(): void {
    this.#open();
  }

  /** Resolves at once unless an answer is being prepared on speculation. */
  whenCommitted(): Promise<void> {
    return this.#opened;
  }
}
