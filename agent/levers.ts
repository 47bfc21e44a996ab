/** What makes answers fast, each of which the benchmark can take away to see what it gives. Calls have them all. */
export interface Levers {
  /** Answers are prepared before the turn is over. */
  speculation: boolean;
  /** Audio streams to the STT server while it is spoken, where the server can do that. */
  streamingStt: boolean;
  /** The first piece that is spoken is a clause or a few words, not a sentence. */
  clauseFirst: boolean;
  /** Silence is judged by evidence, not by a fixed delay. */
  turnModel: boolean;
  /** Openings and repeated sentences are spoken from memory. */
  speechCache: boolean;
}

export const allLevers: Levers = {
  speculation: true,
  streamingStt: true,
  clauseFirst: true,
  turnModel: true,
  speechCache: true,
};
