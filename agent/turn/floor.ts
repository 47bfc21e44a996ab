import type { voice } from '@livekit/agents';

/** The agent's voice in a call, as the caller's turn-taking may act on it. */
export interface Floor {
  /** The agent speaks, or is about to. */
  isAgentBusy(): boolean;
  /** Silences the agent in the middle of a word. */
  pauseAgent(): void;
  /** Goes on where it was paused. */
  resumeAgent(): void;
  /** Ends what the agent says for good; the conversation remembers only what was heard. */
  interruptAgent(): void;
  /** Throws away an answer that nobody has heard of. */
  cancelSpeculation(): void;
}

/** Connects turn-taking to a session's playout. */
export function createFloor(session: voice.AgentSession): Floor {
  const isAgentBusy = () => session.agentState === 'speaking' || session.agentState === 'thinking';
  return {
    isAgentBusy,
    pauseAgent: () => session.output.audio?.pause(),
    resumeAgent: () => session.output.audio?.resume(),
    interruptAgent: () => {
      // Resuming any earlier would let a frame of the old answer through.
      void session.interrupt().await.finally(() => session.output.audio?.resume());
    },
    cancelSpeculation: () => {
      if (!isAgentBusy()) session.interrupt(); // Cancels what is prepared; nothing is being said.
    },
  };
}
