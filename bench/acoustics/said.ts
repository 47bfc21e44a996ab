/** A silence inside what the caller said. */
export interface SaidPause {
  startMs: number;
  durationMs: number;
}

/** What a caller said, on the clock of the call. */
export interface Said {
  /** First sample of the recording. */
  startMs: number;
  /** Last sample of speech, by the recording's label. */
  endMs: number;
  pauses: SaidPause[];
}

/** What a recording's label tells about its times, counted from its first sample. */
interface Label {
  samples: Int16Array;
  rateHz: number;
  speechEndMs: number;
  pauses: readonly { atMs: number; durationMs: number }[];
}

/** Amplitude above which a recording speaks: −40 dBFS, above the noise floor of clean recordings. */
const SPEECH_AMPLITUDE = 330;
const ONSET_WINDOW_MS = 10;

/**
 * Puts a recording's labels onto the clock of the call.
 *
 * @param lastSampleMs - when the recording's last sample left the microphone.
 */
export function placeSaid(label: Label, lastSampleMs: number): Said {
  const startMs = lastSampleMs - (label.samples.length / label.rateHz) * 1000;
  return {
    startMs,
    endMs: startMs + label.speechEndMs,
    pauses: label.pauses.map(({ atMs, durationMs }) => ({ startMs: startMs + atMs, durationMs })),
  };
}

/** Where in a recording somebody (or something) begins to be heard, in ms; 0 when nothing ever does. */
export function findOnsetMs({ samples, rateHz }: Pick<Label, 'samples' | 'rateHz'>): number {
  const window = Math.max(1, Math.round((rateHz * ONSET_WINDOW_MS) / 1000));
  for (let start = 0; start < samples.length; start += window) {
    const loud = samples
      .subarray(start, start + window)
      .some((sample) => Math.abs(sample) > SPEECH_AMPLITUDE);
    if (loud) return (start / rateHz) * 1000;
  }
  return 0;
}
