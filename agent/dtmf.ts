import { RoomEvent } from '@livekit/rtc-node';
import type { RemoteParticipant, Room } from '@livekit/rtc-node';

/** A caller who has pressed nothing for this long has finished; so has one who presses #. */
const ENTRY_PAUSE_MS = 2_000;

/** More than any number that people key in; what comes after it in one entry is dropped. */
const LONGEST_ENTRY = 32;

/** Entries that are answered within {@link WINDOW_MS}: whoever tries more is guessing. */
const MOST_ENTRIES = 10;
const WINDOW_MS = 60_000;

/**
 * Gathers the keys that a caller presses into entries: `#` ends one, and so does a pause. What was pressed may be a
 * secret number: it is never logged, nor kept once it was handed on.
 */
export class KeypadEntry {
  readonly #done: (keys: string) => void;
  #keys = '';
  #pause: NodeJS.Timeout | undefined;
  #entriesAtMs: number[] = [];

  /** @param done - called with each entry, without its `#`; with `#` when that was all. */
  constructor(done: (keys: string) => void) {
    this.#done = done;
  }

  /** Takes one key; anything that is none on a phone is ignored. */
  press(key: string): void {
    if (!/^[0-9A-D*#]$/.test(key)) return;
    clearTimeout(this.#pause);
    if (key !== '#') {
      if (this.#keys.length < LONGEST_ENTRY) this.#keys += key;
      this.#pause = setTimeout(() => this.#finish(), ENTRY_PAUSE_MS);
    } else this.#finish();
  }

  /** Forgets what was pressed. */
  close(): void {
    clearTimeout(this.#pause);
    this.#keys = '';
  }

  #finish(): void {
    const keys = this.#keys || '#';
    const atMs = performance.now();
    this.#keys = '';
    this.#entriesAtMs = this.#entriesAtMs.filter((earlierMs) => atMs - earlierMs < WINDOW_MS);
    if (this.#entriesAtMs.length >= MOST_ENTRIES) return;
    this.#entriesAtMs.push(atMs);
    this.#done(keys);
  }
}

/** What the language model is told of an entry, key by key, as it would be read aloud. */
export function describeKeys(keys: string): string {
  return `The caller pressed ${keys.split('').join(' ')} on the phone's keypad.`;
}

/** The keys of what {@link describeKeys} wrote; undefined of anything else. */
export function readKeys(text: string): string | undefined {
  return /^The caller pressed ([0-9A-D*# ]+) on the phone's keypad\.$/.exec(text)?.[1]?.replaceAll(' ', '');
}

/**
 * Hands what the caller of this call presses on a phone (SIP DTMF events) on as a turn.
 *
 * @returns what ends it.
 */
export function listenForKeys(
  room: Room,
  callerIdentity: string,
  answer: (text: string) => void,
): () => void {
  const entry = new KeypadEntry((keys) => answer(describeKeys(keys)));
  const onKey = (_code: number, digit: string, participant?: RemoteParticipant) => {
    if (participant?.identity === callerIdentity) entry.press(digit);
  };
  room.on(RoomEvent.DtmfReceived, onKey);
  return () => {
    room.off(RoomEvent.DtmfReceived, onKey);
    entry.close();
  };
}
