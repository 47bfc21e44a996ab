import { ReadableStream } from 'node:stream/web';
import { voice } from '@livekit/agents';
import type { llm } from '@livekit/agents';
import type { Assistant } from './assistant-file.ts';
import type { VoiceHabits } from './habits/voice-habits.ts';

/**
 * Changes a request before it goes out: leaves old messages out, adds passages, says which language to answer in. It is
 * given a copy. It is fast, as every reply waits for it, and waits for no network and no summary.
 */
export type RequestShaper = (context: llm.ChatContext) => llm.ChatContext | Promise<llm.ChatContext>;

export interface CallAgentOptions {
  assistant: Assistant;
  tools?: llm.ToolContextLike;
  /** Who had the call before; what was said then is known to this one. */
  previous?: CallAgent;
  /** Applied in this order. */
  shapers: readonly RequestShaper[];
  habits: VoiceHabits;
  /** Called as the assistant takes the call. */
  onEnter?: () => void;
}

/** What the next assistant learns of the conversation: all but what was meant for the one before. */
const WORDS_AND_TOOLS = { excludeInstructions: true, excludeHandoff: true, excludeConfigUpdate: true };

/** An assistant as the framework's agent. The models belong to the session, so that a hand-off changes none. */
export class CallAgent extends voice.Agent {
  readonly assistant: Assistant;
  readonly #options: CallAgentOptions;

  constructor(options: CallAgentOptions) {
    const { assistant, tools = [] } = options;
    super({ id: assistant.name, instructions: assistant.instructions, tools });
    this.assistant = assistant;
    this.#options = options;
  }

  override async onEnter(): Promise<void> {
    const { previous, onEnter } = this.#options;
    // Not any earlier: the one before has the last word until now.
    if (previous) await this.updateChatCtx(previous.chatCtx.copy(WORDS_AND_TOOLS));
    onEnter?.();
  }

  /** What the caller asks of the voice itself is not for the language model. */
  override onUserTurnCompleted(_: llm.ChatContext, { textContent }: llm.ChatMessage): Promise<void> {
    if (this.#options.habits.obey(textContent ?? '')) return Promise.reject(new voice.StopResponse());
    return Promise.resolve();
  }

  override transcriptionNode(...[text, settings]: Parameters<voice.Agent['transcriptionNode']>) {
    return super.transcriptionNode(ReadableStream.from(this.#options.habits.follow(text)), settings);
  }

  override async llmNode(...[context, tools, settings]: Parameters<voice.Agent['llmNode']>) {
    let shaped = context.copy();
    for (const shape of this.#options.shapers) shaped = await shape(shaped);
    return voice.Agent.default.llmNode(this, shaped, tools, settings);
  }
}
