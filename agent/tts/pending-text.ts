/** Text of a reply that has been written and not been spoken yet. */
export class PendingText {
  #text = '';
  #ended = false;
  #version = 0;
  #wake: () => void = () => undefined;

  get text(): string {
    return this.#text;
  }

  /** No more text will come. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Grows with each change: for {@link waitForChange}. */
  get version(): number {
    return this.#version;
  }

  push(text: string): void {
    this.#text = (this.#text + text).trimStart();
    this.#version++;
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#version++;
    this.#wake();
  }

  /** Removes and returns the text before `end`. */
  take(end: number): string {
    const taken = this.#text.slice(0, end);
    this.#text = this.#text.slice(end).trimStart();
    return taken;
  }

  /** Resolves when there was a change since `version`, and after `timeoutMs` without one (Infinity: never). */
  async waitForChange(version: number, timeoutMs: number): Promise<void> {
    if (version !== this.#version) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (timeoutMs !== Infinity) timer = setTimeout(resolve, timeoutMs);
    });
    clearTimeout(timer);
  }
}
