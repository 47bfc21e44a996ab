/** What an STT server makes of the audio of a turn that may still go on. */
export interface Hypothesis {
  text: string;
  /** Probability that the caller's turn is over, by the sound of it; undefined where the server does not tell. */
  endOfTurn: number | undefined;
  /** The language it is in, ISO 639-1, where the server was given several and tells. */
  language?: string | undefined;
  /** How sure that is, 0 to 1. */
  languageProbability?: number | undefined;
  /** How sure the server is of the words; undefined where it does not tell. */
  confidence?: Confidence | undefined;
}

/** Whisper's own measures of one transcript. */
export interface Confidence {
  /** Mean log-probability of the tokens: 0 is certainty. */
  logprob: number;
  /** Probability that nobody speaks. */
  noSpeech: number;
}
