import { sendToRoom } from './room-message.ts';
import type { Sender } from './room-message.ts';

/** Data messages with this topic carry a {@link ToolUse} as JSON; a later one replaces one with the same id. */
export const TOOL_TOPIC = 'parley.tool';

/** A tool that the agent uses. Arguments and results stay in the worker: they may be about somebody. */
export interface ToolUse {
  version: 1;
  id: string;
  name: string;
  /** `asking`: the caller has to say yes first. `declined`: they did not. `cancelled`: they wanted it no more. */
  state: 'asking' | 'running' | 'done' | 'failed' | 'cancelled' | 'declined';
  /** How long it took, or has taken so far. */
  durationMs?: number;
}

/** Tells the page of a tool: when it begins, now and then while it runs, and when it is over. */
export function reportTool(sender: Sender, use: Omit<ToolUse, 'version'>): void {
  sendToRoom(sender, TOOL_TOPIC, { version: 1, ...use } satisfies ToolUse);
}
