/** How fast a set of model servers answers, in medians; every duration varies around its median. */
export interface Row {
  stt: {
    /** Upload of an utterance → its transcript. */
    batchMs: number;
    /** Last audio → transcript over the realtime WebSocket; without it there is no such endpoint. */
    streamingMs?: number;
  };
  llm: {
    /** Request → first token. */
    ttftMs: number;
    /** Tokens a second from there on; a word is one token here. */
    tokensPerSecond: number;
  };
  tts: {
    /** Request → first audio. */
    ttfbMs: number;
    /** Time to make a second of audio, in seconds. */
    realTimeFactor: number;
  };
}

/**
 * Durations are log-normal with these medians and this deviation of the logarithm: 9 in 10 lie within 18 % of the
 * median, the 99th percentile 26 % above it. Model servers that are not overloaded are about that steady.
 */
export const JITTER_SIGMA = 0.1;

/**
 * The servers that pipelines are compared on. `slow` and `fast` are those that others were measured on before.
 * The rest follow the hardware table of the latency budget (docs of this project: STT, LLM's first token, Kokoro's
 * first audio, in milliseconds); tokens a second and speed of synthesis are not in that table and are what such
 * machines usually reach with an 8B model at the quantisation it names, and with Kokoro.
 */
export const rows = {
  slow: {
    stt: { batchMs: 200 },
    llm: { ttftMs: 150, tokensPerSecond: 80 },
    tts: { ttfbMs: 100, realTimeFactor: 0.1 },
  },
  fast: {
    stt: { batchMs: 50, streamingMs: 50 },
    llm: { ttftMs: 100, tokensPerSecond: 125 },
    tts: { ttfbMs: 75, realTimeFactor: 0.1 },
  },
  cpu: {
    stt: { batchMs: 500, streamingMs: 125 },
    llm: { ttftMs: 400, tokensPerSecond: 12 },
    tts: { ttfbMs: 650, realTimeFactor: 0.4 },
  },
  rtx3060: {
    stt: { batchMs: 225, streamingMs: 125 },
    llm: { ttftMs: 120, tokensPerSecond: 50 },
    tts: { ttfbMs: 120, realTimeFactor: 0.05 },
  },
  rtx4090: {
    stt: { batchMs: 150, streamingMs: 75 },
    llm: { ttftMs: 100, tokensPerSecond: 60 },
    tts: { ttfbMs: 50, realTimeFactor: 0.02 },
  },
} satisfies Record<string, Row>;

export type RowName = keyof typeof rows;
