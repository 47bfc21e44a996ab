import { voice } from '@livekit/agents';
import type { llm } from '@livekit/agents';
import type { Fact } from './call-notes.ts';
import { ConversationWindow } from './conversation-window.ts';
import type { Prime } from './conversation-window.ts';
import { rememberHeard } from './heard-speech.ts';
import type { WindowOptions } from './message-window.ts';
import { Summarizer } from './summarizer.ts';
import type { SummaryServer } from './summarizer.ts';
import { TokenCounter } from './token-count.ts';

/** The framework waits for jobs that end; a caller who has hung up waits for nothing. */
const LAST_SUMMARY_MS = 8_000;

/** What one call says of its conversation. */
interface CallContextOptions {
  server: SummaryServer;
  /** For the operator, without a word of what was said. */
  log: (line: string) => void;
  onFacts?: ((facts: readonly Fact[]) => void) | undefined;
  prime?: Prime | undefined;
}

/** The conversation of one call as the language model is sent it, whoever of several assistants has the call. */
export class CallContext {
  readonly window: ConversationWindow;
  readonly #log: (line: string) => void;
  #isWritten = true;

  constructor({ server, log, onFacts, prime }: CallContextOptions) {
    const parts = {
      summarizer: new Summarizer(server),
      counter: new TokenCounter(server),
      log,
      onFacts,
      prime,
    };
    this.window = new ConversationWindow(parts);
    this.#log = log;
  }

  /** Shapes the requests of an assistant. */
  shape(context: llm.ChatContext, options: WindowOptions): llm.ChatContext {
    this.#isWritten = false;
    return this.window.shape(context, options);
  }

  /**
   * Lets the work in the background use the moments in which nobody needs the server: when the agent has finished, and,
   * where these are too few, while it says what is written already. A caller who speaks ends it.
   *
   * @param getOptions - of whoever has the call.
   */
  follow(session: voice.AgentSession, getOptions: () => WindowOptions): void {
    const { AgentStateChanged, ConversationItemAdded, MetricsCollected, UserStateChanged } =
      voice.AgentSessionEventTypes;
    const rest = () => {
      const isQuiet = session.agentState === 'listening';
      const isBusy = session.userState === 'speaking' || !(isQuiet || session.agentState === 'speaking');
      if (isBusy || !this.#isWritten) return;
      void this.window.rest(session.currentAgent.chatCtx, getOptions(), isQuiet);
    };
    session.on(UserStateChanged, ({ newState }) => {
      if (newState === 'speaking') this.window.pause();
    });
    session.on(MetricsCollected, ({ metrics }) => {
      if (metrics.type === 'llm_metrics') this.#isWritten = true;
      rest();
    });
    session.on(ConversationItemAdded, ({ item }) => {
      if (item.type === 'message' && item.role === 'assistant') this.#isWritten = true;
    });
    session.on(AgentStateChanged, rest);
    if (session.output.audio) rememberHeard(session, session.output.audio);
  }

  /** The call is over; with `reads`, its end is read for facts as well. */
  async finish(context: llm.ChatContext, options: WindowOptions, reads: boolean): Promise<void> {
    this.window.pause();
    if (reads) await this.window.finish(context, options, AbortSignal.timeout(LAST_SUMMARY_MS));
    this.#log(this.window.describe());
  }
}
