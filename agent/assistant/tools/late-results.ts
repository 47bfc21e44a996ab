import type { Talk } from './talk.ts';
import { isHandoff } from './tool-gate.ts';
import { putResult } from './told-result.ts';
import type { ToolJob } from './tool-job.ts';

/** Tells the results of jobs that went on in the background: when nobody speaks, and all that are there at once. */
export class LateResults {
  readonly #talk: Talk;
  readonly #describe: (job: ToolJob) => unknown;
  readonly #ready = new Set<ToolJob>();
  #telling: Promise<void> | undefined;

  /** @param describe - what the language model is told of a job that is over. */
  constructor(talk: Talk, describe: (job: ToolJob) => unknown) {
    this.#talk = talk;
    this.#describe = describe;
  }

  /** Tells a job's result once it is over; of one that was cancelled or declined there is nothing to tell. */
  async follow(job: ToolJob): Promise<void> {
    await job.over;
    if (job.state !== 'done' && job.state !== 'failed') return;
    this.#ready.add(job);
    await (this.#telling ??= this.#tell().finally(() => (this.#telling = undefined)));
  }

  async #tell(): Promise<void> {
    const { session } = this.#talk;
    while (this.#ready.size > 0) {
      await session.waitForIdle();
      const results = [...this.#ready].map((job) => ({ job, result: this.#describe(job) }));
      const told = results.filter(({ result }) => typeof result === 'string');
      if (told.length > 0) {
        this.#take(told);
        await this.#remember(told.map(({ job, result }) => [job, result as string]));
        // Said outright: the framework forbids tools to what it thinks a tool has asked for.
        session.generateReply({ toolChoice: 'auto' });
        continue; // Whoever used the tool tells what it gave, and hands the call on afterwards.
      }
      this.#take(results);
      const handOff = results.map(({ result }) => result).find(isHandoff);
      if (handOff) session.updateAgent(handOff.agent);
    }
  }

  #take(results: { job: ToolJob; result: unknown }[]): void {
    for (const { job, result } of results) {
      this.#ready.delete(job);
      job.isTold = true;
      if (typeof result === 'string') job.told = { result, at: Date.now() };
    }
  }

  /**
   * What was asked for long ago is put where it was answered, so that the newest message is the result. The framework leaves
   * it out where the agent has no such tool, or has lost it: requests are then told by {@link ToolJob.told}.
   */
  async #remember(results: [ToolJob, string][]): Promise<void> {
    const agent = this.#talk.session.currentAgent;
    const context = agent.chatCtx.copy();
    for (const [job, output] of results) putResult(context, job, output, Date.now());
    await agent.updateChatCtx(context);
  }
}
