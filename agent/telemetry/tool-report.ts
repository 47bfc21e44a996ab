import { voice } from '@livekit/agents';
import { sendToRoom } from './room-message.ts';
import type { Sender } from './room-message.ts';

/** Data messages with this topic carry a {@link ToolUse} as JSON; a later one replaces one with the same id. */
export const TOOL_TOPIC = 'parley.tool';

/** A tool that the agent uses. Arguments and results stay in the worker: they may be about somebody. */
export interface ToolUse {
  version: 1;
  id: string;
  name: string;
  state: 'running' | 'done' | 'failed';
  /** How long it took, once it is over. */
  durationMs?: number;
}

/**
 * Tells the page when a tool starts and when it is over.
 *
 * @param getSender - asked for each message.
 */
export function reportTools(session: voice.AgentSession, getSender: () => Sender): void {
  const running = new Map<string, { name: string; startedAtMs: number }>();
  const send = (use: Omit<ToolUse, 'version'>) => {
    sendToRoom(getSender(), TOOL_TOPIC, { version: 1, ...use } satisfies ToolUse);
  };
  const start = (id: string, name: string) => {
    running.set(id, { name, startedAtMs: performance.now() });
    send({ id, name, state: 'running' });
  };
  const end = (id: string, failed: boolean) => {
    const tool = running.get(id);
    if (!running.delete(id) || !tool) return;
    const durationMs = Math.round(performance.now() - tool.startedAtMs);
    send({ id, name: tool.name, state: failed ? 'failed' : 'done', durationMs });
  };
  session.on(voice.AgentSessionEventTypes.SpeechCreated, ({ speechHandle }) => {
    const own = new Set<string>();
    // The framework's public events tell of tools only when all of them are over.
    speechHandle._addItemAddedCallback((item) => {
      if (item.type === 'function_call') {
        own.add(item.callId);
        start(item.callId, item.name);
      } else if (item.type === 'function_call_output') end(item.callId, item.isError);
    });
    // An answer that is interrupted while it is spoken leaves its tools behind, and nobody waits for them.
    speechHandle.addDoneCallback(() => own.forEach((id) => end(id, true)));
  });
}
