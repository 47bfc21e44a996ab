/** A model server as every arm is pointed at it. */
export interface ModelServer {
  /** OpenAI-compatible, ends in /v1. */
  baseUrl: string;
  model: string;
  /** Local servers ignore it; clients refuse an empty one. */
  apiKey: string;
}

/** The servers of one kind (calibrated or real); all arms of a run share them. */
export interface ModelServers {
  stt: ModelServer;
  llm: ModelServer;
  tts: ModelServer & { voice: string };
}

/** The livekit-server in whose rooms the calls take place. */
export interface LiveKitAccess {
  /** ws://… */
  url: string;
  apiKey: string;
  apiSecret: string;
}

/** A worker that is registered, warm and takes calls. */
export interface ArmWorker {
  /** The name a caller's token dispatches; no other worker has it. */
  agentName: string;
  /**
   * Only for a pipeline that LiveKit cannot dispatch (Pipecat): has it join a room, before the caller does, whose
   * token then names no agent. Resolves when it has joined.
   */
  join?: (room: string) => Promise<void>;
  /** Its processes as they are now. Children are found by the meter, so the first process of each tree is enough. */
  pids: () => number[];
  /** Ends all its processes; safe to call twice. */
  stop: () => Promise<void>;
}

/**
 * One pipeline under test: starts its worker on the given servers. Every worker says `assistant.greeting` of
 * bench/assistant.ts when a caller has joined, instructs its language model with `assistant.instructions`, and leaves
 * the room when the caller has left.
 *
 * @throws Error with the worker's last lines when it ends before it is registered.
 */
export interface Arm {
  name: string;
  start: (servers: ModelServers, livekit: LiveKitAccess) => Promise<ArmWorker>;
}
