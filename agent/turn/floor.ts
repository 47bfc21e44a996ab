import type { voice } from '@livekit/agents';

/** The agent's voice in a call, as the caller's turn-taking may act on it. */
export interface Floor {
  /** The agent speaks, or is about to. */
  isAgentBusy(): boolean;
  /** Silences the agent in the middle of a word. */
  pauseAgent(): void;
  /** Goes on where it was paused. */
  resumeAgent(): void;
  /** Ends what the agent says for good; resolves when the conversation remembers what of it was heard. */
  interruptAgent(): Promise<void>;
  /** Throws away an answer that nobody has heard of. */
  cancelSpeculation(): void;
}

/** What makes the agent's speech. */
export interface SpeechMaker {
  /** Makes no more of what it has begun: nobody will hear it. */
  stop(): void;
}

/** Connects turn-taking to a session's playout. */
export function createFloor(session: voice.AgentSession, speech: SpeechMaker): Floor {
  const isAgentBusy = () => session.agentState === 'speaking' || session.agentState === 'thinking';
  return {
    isAgentBusy,
    pauseAgent: () => session.output.audio?.pause(),
    resumeAgent: () => session.output.audio?.resume(),
    interruptAgent: async () => {
      const interrupted = session.interrupt().await;
      session.output.audio?.clearBuffer(); // Or the framework waits for a paused frame to be played.
      speech.stop(); // Or it waits for the next one of a server that computes: up to 2 s (1.9.0).
      await interrupted;
      session.output.audio?.resume(); // Any earlier, and a frame of the old answer would be heard.
    },
    cancelSpeculation: () => {
      if (isAgentBusy()) return;
      session.interrupt(); // Cancels what is prepared; nothing is being said.
      speech.stop();
    },
  };
}
