import { AsyncLocalStorage } from 'node:async_hooks';
import { llm } from '@livekit/agents';
import type { voice } from '@livekit/agents';
import { readFlaw } from '../../call-flaw.ts';
import { isCancellation } from './consent.ts';
import type { Talk } from './talk.ts';
import { describeStatus } from './job-status.ts';
import { LateResults } from './late-results.ts';
import { Permission } from './permission.ts';
import { ToolGate } from './tool-gate.ts';
import type { GateOptions } from './tool-gate.ts';
import type { JobState, ToolJob } from './tool-job.ts';
import type { Tool } from './tool.ts';
import { putResult } from './told-result.ts';
import { WaitingWords } from './waiting-words.ts';

/** The same words within this time are the same utterance, told by two who heard it. */
const SAME_UTTERANCE_MS = 1_500;

/** Those who watch are told this often that a job still runs. */
const BEAT_MS = 2_000;

/** What those who watch a call are told of a tool: nothing of what it is about. */
export interface ToolNews {
  id: string;
  name: string;
  state: JobState;
  /** How long it took, or has taken so far; absent before it has begun. */
  durationMs?: number;
}

export interface CallToolsOptions
  extends Talk, Pick<GateOptions, 'maxCallsPerTurn' | 'maxResultCharacters' | 'whenCommitted'> {
  report: (news: ToolNews) => void;
  /** How long it may be quiet while a job runs. */
  silenceMs?: number;
}

/** The tools of one call: one gate for all of them, whichever assistant uses them, and what it takes to wait for them. */
export class CallTools {
  readonly #gate: ToolGate;
  readonly #talk: Talk;
  readonly #permission: Permission;
  readonly #waiting: WaitingWords;
  readonly #late: LateResults;
  readonly #report: (job: ToolJob) => void;
  /** What goes on in the background belongs to the call, and not to the reply that the framework thinks it is part of. */
  readonly #outside = AsyncLocalStorage.snapshot();
  #heard = { words: '', atMs: -Infinity };

  constructor({ session, speaker, report, silenceMs, ...limits }: CallToolsOptions) {
    this.#talk = { session, speaker };
    this.#report = (job) => report(describeNews(job));
    this.#permission = new Permission(this.#talk);
    this.#waiting = new WaitingWords(this.#talk, silenceMs);
    this.#gate = new ToolGate({
      ...limits,
      ask: (job) => this.#permission.ask(job),
      wait: (job) => this.#goOn(job),
      changed: this.#report,
    });
    this.#late = new LateResults(this.#talk, (job) => this.#gate.describe(job));
  }

  /** A tool as the framework's, behind the gate. */
  create(tool: Tool): llm.ToolContextEntry {
    return llm.tool({
      name: tool.name,
      description: tool.description,
      parameters: tool.parameters as never, // Checked at the gate, so that what is wrong is told in our words and not logged.
      execute: (args, { ctx, abortSignal }) =>
        this.#outside(() =>
          this.#gate.use(tool, {
            id: ctx.functionCall.callId,
            args,
            flaw: readFlaw(ctx.functionCall),
            signal: abortSignal,
          }),
        ),
    });
  }

  /**
   * The caller has said or typed something: it may be an answer to a question of ours, or end what is running. Also what no
   * language model gets, such as "Wait", is told here. Whoever tells it as well does no harm.
   */
  hear(words: string): void {
    const { language } = this.#talk.speaker;
    const { words: last, atMs } = this.#heard;
    this.#heard = { words, atMs: performance.now() };
    if (words === last && this.#heard.atMs - atMs < SAME_UTTERANCE_MS) return;
    this.#gate.beginTurn();
    const allowed = this.#permission.hear(words);
    if (allowed) {
      this.#gate.start(allowed);
      this.#goOn(allowed);
    } else if (this.isWorking && isCancellation(words, language)) this.#gate.cancel();
  }

  /** Whether the caller waits for something that goes on in the background. */
  get isWorking(): boolean {
    return this.#gate.jobs.some((job) => job.inBackground && job.state === 'running');
  }

  /** What was said last is said again, as the caller has asked for it: it may be a question that waits for their yes. */
  sayAgain(words: string, speech: voice.SpeechHandle): void {
    this.#permission.sayAgain(words, speech);
  }

  /** What the caller is asked for a tool that waits for their yes or no. */
  get question(): string | undefined {
    return this.#permission.question;
  }

  /** Ends what is running, as its result is not wanted any more. @returns how much that was. */
  cancel(): number {
    return this.#gate.cancel().length;
  }

  /** Puts what the language model has to know of jobs in the background where it looks for their results. */
  describeJobs(context: llm.ChatContext): llm.ChatContext {
    const last = context.items.findLast((item) => item.type === 'message' && item.role === 'user');
    const words = last?.type === 'message' ? (last.textContent ?? '') : '';
    const saidAt = last?.createdAt ?? 0;
    const allowed = this.#permission.wouldAllow(words, saidAt);
    const isCancelled = isCancellation(words, this.#talk.speaker.language);
    for (const job of this.#gate.jobs) {
      if (!job.inBackground) continue;
      const ends = isCancelled && !job.isOver && saidAt >= job.createdAt;
      const foreseen = job === allowed ? 'allowed' : ends ? 'cancelled' : undefined;
      if (job.isTold) restoreResult(context, job);
      else describeJob(context, job, describeStatus(job, foreseen));
    }
    return context;
  }

  #goOn(job: ToolJob): void {
    if (job.tool.policy.isWaitedFor && !job.isOver) this.#waiting.begin(job);
    const beats = setInterval(() => this.#report(job), BEAT_MS);
    void job.over.then(() => clearInterval(beats));
    // The call may be over before there is a moment to tell it.
    this.#late.follow(job).catch(() => undefined);
  }
}

/**
 * The framework keeps the call without an output, or with an empty one. One that was left out of the request, with what is
 * old in the conversation, is put back while it is not over.
 */
function describeJob(context: llm.ChatContext, job: ToolJob, status: string): void {
  const { id, tool, args, createdAt } = job;
  const isCalled = context.items.some((item) => item.type === 'function_call' && item.callId === id);
  if (job.isOver && !isCalled) return;
  context.items = context.items.filter((item) => item.type !== 'function_call_output' || item.callId !== id);
  const call = { callId: id, name: tool.name, createdAt };
  if (!isCalled) context.insert(llm.FunctionCall.create({ ...call, args: JSON.stringify(args) }));
  const output = llm.FunctionCallOutput.create({ ...call, output: status, isError: false });
  const index = context.items.findIndex((item) => item.type === 'function_call' && item.callId === id);
  context.items.splice(index + 1, 0, output);
}

/** The framework drops results of tools that an agent does not have, after a hand-off or when a server is lost. */
function restoreResult(context: llm.ChatContext, job: ToolJob): void {
  const { id, told } = job;
  const isThere = context.items.some((item) => item.type === 'function_call_output' && item.callId === id);
  const oldest = context.items.find((item) => item.type === 'message' && item.role !== 'system');
  if (!told || isThere || (oldest && told.at < oldest.createdAt)) return;
  putResult(context, job, told.result, told.at);
}

function describeNews({ id, tool, state, elapsedMs }: ToolJob): ToolNews {
  const hasRun = state !== 'asking' && state !== 'declined';
  return { id, name: tool.name, state, ...(hasRun && { durationMs: Math.round(elapsedMs) }) };
}
