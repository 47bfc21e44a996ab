import type { voice } from '@livekit/agents';
import type { Sentences } from '../sentences/en.ts';

/** The parts of a session that the agent speaks with. */
export type Session = Pick<
  voice.AgentSession,
  'agentState' | 'userState' | 'currentAgent' | 'say' | 'generateReply' | 'waitForIdle' | 'updateAgent'
>;

/** A call, as what goes on behind it sees it. */
export interface Talk {
  session: Session;
  /** Of the moment: both may change in the middle of a call. */
  speaker: { readonly language: string; readonly sentences: Sentences };
}

/** Whether somebody speaks, or is about to. */
export function isBusy({ agentState, userState }: Session): boolean {
  return agentState === 'speaking' || agentState === 'thinking' || userState === 'speaking';
}
