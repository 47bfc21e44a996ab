import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { log } from '@livekit/agents';
import { Sightings } from './sightings.ts';

const SUFFIX = '.speech';
const DIGEST_BYTES = 32;
/** Making room goes on until this much of the limit is used, so that it is not done for every file. */
const ROOM_SHARE = 0.9;

/**
 * Speech on disk, shared by all job processes: what is said again need not be made again. A file is the SHA-256 of its
 * samples, then the samples (16 bit); its name is a key that says nothing about the text. What was used least recently
 * goes when the folder is full. Nothing that goes wrong here is more than a slower answer.
 */
export class SpeechCache {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #sightings: Sightings;
  #reported = false;

  constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
    this.#sightings = new Sightings(join(folder, 'sightings'));
  }

  async has(key: string): Promise<boolean> {
    return stat(this.#getPath(key)).then(
      () => true,
      () => false,
    );
  }

  /** The samples, unless they are not there or not what was written. */
  async read(key: string): Promise<Int16Array | undefined> {
    const path = this.#getPath(key);
    const file = await readFile(path).catch(() => undefined);
    if (!file) return undefined;
    const bytes = file.subarray(DIGEST_BYTES);
    if (bytes.length === 0 || !computeDigest(bytes).equals(file.subarray(0, DIGEST_BYTES))) {
      await rm(path, { force: true }).catch(this.#report);
      return undefined;
    }
    const now = new Date();
    await utimes(path, now, now).catch(this.#report);
    return new Int16Array(new Uint8Array(bytes).buffer);
  }

  /**
   * Keeps speech that an earlier call has made, too: what one caller is told is personal and does not lie on disk,
   * what is told again and again is the assistant's own manner of speaking.
   */
  async offer(key: string, samples: Int16Array): Promise<void> {
    try {
      if (await this.#sightings.wasSeenBefore(key)) await this.#write(key, samples);
    } catch (error) {
      this.#report(error);
    }
  }

  /** Keeps speech that is the same for everybody. */
  async keep(key: string, samples: Int16Array): Promise<void> {
    await this.#write(key, samples).catch(this.#report);
  }

  async #write(key: string, samples: Int16Array): Promise<void> {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    if (DIGEST_BYTES + bytes.length > this.#maxBytes) return;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = this.#getPath(key);
    const draft = `${path}.${randomUUID()}`;
    try {
      await writeFile(draft, Buffer.concat([computeDigest(bytes), bytes]), { mode: 0o600 });
      await rename(draft, path); // Other processes see the whole file or none.
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await this.#makeRoom();
  }

  /** Drafts that a killed process left count like any other file, and go with the oldest. */
  async #makeRoom(): Promise<void> {
    const files = await this.#listFiles();
    let bytes = files.reduce((sum, { size }) => sum + size, 0);
    if (bytes <= this.#maxBytes) return;
    for (const { path, size } of files.sort((a, b) => a.usedMs - b.usedMs)) {
      if (bytes <= this.#maxBytes * ROOM_SHARE) return;
      await rm(path, { force: true });
      bytes -= size;
    }
  }

  async #listFiles(): Promise<{ path: string; size: number; usedMs: number }[]> {
    const names = (await readdir(this.#folder)).filter((name) => name.includes(SUFFIX));
    const files = names.map(async (name) => {
      const path = join(this.#folder, name);
      const found = await stat(path).catch(() => undefined); // Another process may make room as well.
      return found ? [{ path, size: found.size, usedMs: found.mtimeMs }] : [];
    });
    return (await Promise.all(files)).flat();
  }

  #getPath(key: string): string {
    return join(this.#folder, key + SUFFIX);
  }

  /** Once a process: a full disk stays full for many sentences. */
  #report = (error: unknown): void => {
    if (this.#reported) return;
    this.#reported = true;
    log().warn({ reason: String(error) }, `speech is not kept in ${this.#folder}`);
  };
}

/** The key of what is said: all that its sound depends on. */
export function createSpeechKey(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function computeDigest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
