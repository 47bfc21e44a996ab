import type { voice } from '@livekit/agents';
import type { Assistant } from './assistant-file.ts';
import type { RequestShaper } from './call-agent.ts';
import type { Fact } from './context/call-notes.ts';
import { CallContext } from './context/call-context.ts';
import type { Prime } from './context/conversation-window.ts';
import type { SummaryServer } from './context/summarizer.ts';
import type { CallerMemory } from './memory/caller-memory.ts';
import { createMemoryTools } from './memory/memory-tools.ts';
import type { Tool } from './tools/tool.ts';

interface RecollectionOptions {
  server: SummaryServer;
  /** Folder of what is remembered across calls. */
  dataDir: string;
  /** Who calls; of callers for whom nobody vouches nothing is remembered. */
  callerId: string | undefined;
  /** Whoever has the call. */
  getAssistant: () => Assistant;
  /** Has the server read what the next request will begin with. */
  prime: Prime;
  /** For the operator, without a word of what was said. */
  log: (line: string) => void;
}

/** What is known in a call: what was said in it, and what the caller is remembered by. */
export class Recollection {
  readonly #options: RecollectionOptions;
  readonly #context: CallContext;
  #memory: CallerMemory | undefined;

  constructor(options: RecollectionOptions) {
    this.#options = options;
    this.#context = new CallContext({
      server: options.server,
      log: options.log,
      prime: options.prime,
      onFacts: (facts) => this.#keep(facts),
    });
  }

  /** Recalls the caller, where the assistant that is about to have the call does so. Without memory, the call goes on. */
  async recall({ memory }: Assistant): Promise<void> {
    const { callerId, dataDir, log } = this.#options;
    if (!memory || callerId === undefined || this.#memory) return;
    try {
      // Its native library is for those who need it.
      const { openCallerMemory } = await import('./memory/caller-memory-file.ts');
      this.#memory = openCallerMemory(dataDir, callerId, memory.days, this.#context.window.notes);
    } catch (error) {
      log(`memory: ${dataDir} can't be used, callers are not remembered: ${describe(error)}`);
    }
  }

  /** Sends an assistant's requests with what fits of the conversation. */
  createShaper({ context }: Assistant): RequestShaper {
    return (asked) => this.#context.shape(asked, context);
  }

  /** What an assistant may do with the caller's memory; nothing where there is none. */
  createTools({ memory }: Assistant, mayIForget: () => string): Tool[] {
    return memory && this.#memory ? createMemoryTools(this.#memory, mayIForget) : [];
  }

  /** @param session - that has been started. */
  follow(session: voice.AgentSession): void {
    this.#context.follow(session, () => this.#options.getAssistant().context);
  }

  /** The call is over: facts from its end are kept, too. */
  async finish(session: voice.AgentSession): Promise<void> {
    const { context } = this.#options.getAssistant();
    await this.#context.finish(session.history, context, this.#memory !== undefined);
    this.#memory?.close();
  }

  /** Once an assistant that remembers has had the call: facts may be found after it was handed on. */
  #keep(facts: readonly Fact[]): void {
    try {
      this.#memory?.keep(facts);
    } catch (error) {
      this.#options.log(`memory: facts could not be kept: ${describe(error)}`);
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
