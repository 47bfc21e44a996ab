/** The answer that is prepared while the caller may still go on, as the parts of a call see it. */
export class PreparedReply {
  /** Called when the first sound of the prepared answer is there. */
  onReady: () => void = () => undefined;
  #settle: (committed: boolean) => void = () => undefined;
  #settled = Promise.resolve(true);
  #isOpen = false;
  #fallSilent: () => void = () => undefined;
  #silent = Promise.resolve();
  #isSilent = true;

  /** The caller speaks, or has stopped to. */
  hear(speaking: boolean): void {
    if (!speaking) this.#fallSilent();
    else if (this.#isSilent) this.#silent = new Promise((resolve) => (this.#fallSilent = resolve));
    this.#isSilent = !speaking;
  }

  /** Resolves when the caller is silent, for good or not. */
  whenSilent(): Promise<void> {
    return this.#silent;
  }

  /** An answer is being prepared on speculation; one before it is thrown away. */
  begin(): void {
    this.#settle(false);
    this.#isOpen = true;
    this.#settled = new Promise((resolve) => (this.#settle = resolve));
  }

  /** The turn is decided: its answer will be given, or what was prepared is thrown away. */
  settle(committed: boolean): void {
    this.#isOpen = false;
    this.#settle(committed);
  }

  /** What comes next answers what is certain, such as typed words: it waits for nothing. */
  give(): void {
    this.begin();
    this.settle(true);
  }

  ready(): void {
    this.onReady();
  }

  /** Whether the answer will be given; at once where nothing is speculative. */
  whenDecided(): Promise<boolean> {
    return this.#settled;
  }

  /**
   * Resolves when the answer will be given, at once where nothing is speculative; never, where it was thrown away
   * meanwhile.
   */
  async whenCommitted(): Promise<void> {
    if (!this.#isOpen) return;
    if (!(await this.#settled)) await new Promise(() => undefined);
  }
}
