import { CALL_RATE_HZ } from '../../stack/caller.ts';
import type { HeardFrame } from '../../stack/caller.ts';
import { isSound } from '../../stack/hearing.ts';

/** Sound that a listener would call one: quiet inside it is shorter than asked for. */
export interface Sound {
  /** On the clock of the frames it was heard in. */
  startMs: number;
  endMs: number;
  /** Its audible part, without the quiet inside. */
  loudMs: number;
}

/** Quiet this short is part of speech: stop consonants close the mouth for 50–100 ms. */
export const SPEECH_JOIN_MS = 120;

/** Less than this is a click. */
const SHORTEST_SOUND_MS = 30;

/** How long the caller's own process may stall without moving what it heard. */
const STALL_MS = 200;

/**
 * The sounds among heard frames.
 *
 * @param joinMs - quiet up to this length does not end a sound.
 */
export function findSounds(frames: readonly HeardFrame[], joinMs = SPEECH_JOIN_MS): Sound[] {
  const sounds: Sound[] = [];
  for (const { startMs, durationMs } of listLoudFrames(frames)) {
    const last = sounds.at(-1);
    const endMs = startMs + durationMs;
    if (last && startMs - last.endMs <= SHORTEST_SOUND_MS) {
      last.endMs = endMs;
      last.loudMs += durationMs;
    } else sounds.push({ startMs, endMs, loudMs: durationMs });
  }
  return join(
    sounds.filter(({ loudMs }) => loudMs >= SHORTEST_SOUND_MS),
    joinMs,
  );
}

/** Sounds whose distance is at most `joinMs` as one. */
export function join(sounds: readonly Sound[], joinMs: number): Sound[] {
  const joined: Sound[] = [];
  for (const sound of sounds) {
    const last = joined.at(-1);
    if (last && sound.startMs - last.endMs <= joinMs) {
      last.endMs = sound.endMs;
      last.loudMs += sound.loudMs;
    } else joined.push({ ...sound });
  }
  return joined;
}

/** How much of the sounds is audible, in ms. */
export function sumLoudMs(sounds: readonly Sound[]): number {
  return sounds.reduce((total, { loudMs }) => total + loudMs, 0);
}

function listLoudFrames(frames: readonly HeardFrame[]): { startMs: number; durationMs: number }[] {
  const startsMs = undoStalls(frames);
  return frames.flatMap((frame, index) =>
    isSound(frame) ? [{ startMs: startsMs[index] ?? frame.atMs, durationMs: getDurationMs(frame) }] : [],
  );
}

/**
 * When each frame could have been heard. Frames that arrive together had waited for a busy caller: the last of them
 * is on time, the ones before it were due earlier by the audio in between.
 */
function undoStalls(frames: readonly HeardFrame[]): number[] {
  const startsMs = frames.map(({ atMs }) => atMs);
  for (const [index, frame] of frames.entries()) {
    let beforeMs = getDurationMs(frame);
    for (let next = index + 1; next < frames.length && beforeMs <= STALL_MS; next++) {
      const later = frames[next];
      if (!later) break;
      startsMs[index] = Math.min(startsMs[index] ?? later.atMs, later.atMs - beforeMs);
      beforeMs += getDurationMs(later);
    }
  }
  return startsMs;
}

function getDurationMs({ samples }: HeardFrame): number {
  return (samples.length / CALL_RATE_HZ) * 1000;
}
