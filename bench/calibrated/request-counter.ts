/** How often a server was asked, and how often the client left before it had everything. */
export class RequestCounter {
  requests = 0;
  aborted = 0;

  /** Counts a request; `work` throws when its client leaves. @returns undefined then. */
  async count<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result | undefined> {
    this.requests++;
    try {
      return await work();
    } catch (error) {
      if (!signal.aborted) throw error;
      this.aborted++;
      return undefined;
    }
  }

  report(): { requests: number; aborted: number } {
    return { requests: this.requests, aborted: this.aborted };
  }

  reset(): void {
    this.requests = 0;
    this.aborted = 0;
  }
}
