/** How long a server is listened to that has said that its answer is over: it may have counted the tokens. */
const LINGER_MS = 300;

/** How long a server may be silent. */
export interface TokenLimits {
  /** From the request to the first token, in ms. */
  firstTokenMs: number;
  /** Between two tokens, in ms. */
  idleMs: number;
}

/**
 * Watches the tokens of one answer: whatever else a server sends, such as headers and keep-alives, is no sign of life.
 * `signal` is aborted when it is late, with the reason.
 */
export class TokenWatch {
  readonly #abort = new AbortController();
  readonly #limits: TokenLimits;
  #timer: NodeJS.Timeout | undefined;
  #hasToken = false;

  constructor(limits: TokenLimits) {
    this.#limits = limits;
    this.#set(limits.firstTokenMs, `no token within ${limits.firstTokenMs} ms`);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get hasToken(): boolean {
    return this.#hasToken;
  }

  /** Why the answer was given up; undefined while it is not. */
  get problem(): string | undefined {
    return this.#abort.signal.aborted ? (this.#abort.signal.reason as Error).message : undefined;
  }

  /** A token has come. */
  count(): void {
    this.#hasToken = true;
    const { idleMs } = this.#limits;
    this.#set(idleMs, `stalled: no token for ${idleMs} ms`);
  }

  /** The server has said that the answer is over, and may leave the connection open. */
  conclude(): void {
    this.#set(LINGER_MS, 'the connection was left open');
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #set(timeoutMs: number, problem: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort.abort(new Error(problem)), timeoutMs);
  }
}
