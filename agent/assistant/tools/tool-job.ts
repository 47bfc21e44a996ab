import { randomUUID } from 'node:crypto';
import type { Arguments } from './arguments.ts';
import type { Tool } from './tool.ts';

/**
 * `asking`: the caller has to say yes first. `cancelled`: the caller did not want it any more. `declined`: the caller was
 * asked and did not say yes.
 */
export type JobState = 'asking' | 'running' | 'done' | 'failed' | 'cancelled' | 'declined';

/** One use of a tool in one call, from the moment it has passed all checks. */
export class ToolJob {
  readonly id: string;
  readonly tool: Tool;
  readonly args: Arguments;
  /** The same for the same use of the same tool in one call; it holds the arguments and leaves the process nowhere. */
  readonly key: string;
  /** The caller's turn in which the language model asked for it. */
  readonly turn: number;
  /** What services know one use by that reaches them twice. */
  readonly idempotencyKey: string = randomUUID();
  readonly createdAt = Date.now();
  state: JobState = 'running';
  /** Whether the conversation goes on without waiting for it. */
  inBackground = false;
  /** Whether the language model has its result, or will get no other. */
  isTold = false;
  /** What the conversation was told after the reply that asked for it was over, and when. */
  told: { result: string; at: number } | undefined;
  /** What the language model is told; undefined where there is nothing to say. */
  result: unknown;
  /** In words, or as a share from 0 to 1. */
  progress: string | number | undefined;
  readonly #controller = new AbortController();
  #startedAtMs = performance.now();
  #finish: () => void = () => undefined;
  /** Resolves when it is over, however it ended. */
  readonly over = new Promise<void>((resolve) => (this.#finish = resolve));

  constructor(fields: Pick<ToolJob, 'id' | 'tool' | 'args' | 'key' | 'turn'>) {
    ({ id: this.id, tool: this.tool, args: this.args, key: this.key, turn: this.turn } = fields);
  }

  get isOver(): boolean {
    return this.state !== 'asking' && this.state !== 'running';
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedAtMs;
  }

  /** Runs the tool; what it gives after it was cancelled, or took too long, is dropped. */
  async run(): Promise<void> {
    this.state = 'running';
    this.#startedAtMs = performance.now();
    const { policy, name } = this.tool;
    const timer = setTimeout(() => {
      this.#end('failed', `${name} was given up: it took longer than ${policy.timeoutMs / 1000} seconds.`);
    }, policy.timeoutMs);
    try {
      const result = await this.tool.run(this.args, {
        signal: this.#controller.signal,
        idempotencyKey: this.idempotencyKey,
        report: (progress) => (this.progress = progress),
      });
      this.#end('done', result);
    } catch (error) {
      this.#end(
        'failed',
        `${name} failed: ${error instanceof Error ? error.message : 'no reason was given'}`,
      );
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends it before it is done, or before it has begun. */
  cancel(state: 'cancelled' | 'declined'): void {
    this.#end(state, undefined);
  }

  #end(state: JobState, result: unknown): void {
    if (this.isOver) return;
    this.state = state;
    this.result = result;
    this.#controller.abort();
    this.#finish();
  }
}
