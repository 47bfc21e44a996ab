import { constants } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

const BITS = 2 ** 22;
/** Fuller, too many sentences would be taken for one that was spoken before: then the file begins anew. */
const MAX_BITS_SET = BITS / 128;

/**
 * Which sentences some call has spoken: one bit each, at a place that a hash chooses, in a file of 512 KB that all
 * processes share. No sentence can be read from it.
 */
export class Sightings {
  readonly #file: string;
  /** Of this call: what it says twice is still its own. */
  readonly #own = new Set<string>();
  #opened: Promise<void> | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Whether an earlier call has spoken it; from now on it counts as spoken. `key` is a hash in hexadecimal. */
  async wasSeenBefore(key: string): Promise<boolean> {
    if (this.#own.has(key)) return false;
    this.#own.add(key);
    this.#opened ??= this.#prepare();
    await this.#opened;
    const place = Number.parseInt(key.slice(0, 8), 16) % BITS;
    return this.#setBit(Math.floor(place / 8), 1 << (place % 8));
  }

  async #prepare(): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    const bytes = await readFile(this.#file).catch(() => Buffer.alloc(0));
    let set = 0;
    for (let byte of bytes) for (; byte > 0; byte &= byte - 1) set++;
    if (set > MAX_BITS_SET) await rm(this.#file, { force: true });
  }

  /** Returns whether it was set. Two processes that set bits of one byte at once lose one: it counts next time. */
  async #setBit(offset: number, mask: number): Promise<boolean> {
    const file = await open(this.#file, constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      const byte = Buffer.alloc(1);
      await file.read(byte, 0, 1, offset);
      const before = byte.readUInt8();
      if (before & mask) return true;
      await file.write(Buffer.from([before | mask]), 0, 1, offset);
      return false;
    } finally {
      await file.close();
    }
  }
}
