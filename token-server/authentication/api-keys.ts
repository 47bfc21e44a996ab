import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { z } from 'zod';

import type { Client, Permission } from './client.ts';

export const API_KEY_PREFIX = 'parley_';

const KEY_BYTES = 32;

const KEY_NAME = /^[\w.-]{1,64}$/;

const keyFile = z.strictObject({
  keys: z.array(
    z.strictObject({
      name: z.string().regex(KEY_NAME),
      /** SHA-256 in hex. No salt and no slow hash: nobody can guess 256 random bits, however fast they try. */
      hash: z.string().regex(/^[0-9a-f]{64}$/),
      may: z.array(z.enum(['call', 'operate'])),
      created: z.iso.datetime(),
    }),
  ),
});

/** A key as it is kept: its hash, never the key. */
export type StoredKey = z.infer<typeof keyFile>['keys'][number];

/**
 * The keys in a file; no keys when there is no such file.
 * @throws Error that names the file when it holds anything else
 */
export function readKeyFile(file: string): StoredKey[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(`API_KEYS_FILE=${file} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
  try {
    return keyFile.parse(JSON.parse(text)).keys;
  } catch (error) {
    throw new Error(
      `API_KEYS_FILE=${file} is not a file of keys: mend it, or move it away and make new keys.`,
      {
        cause: error,
      },
    );
  }
}

/** Adds a key to the file and returns it: nothing can tell it again. @throws Error when the name is taken or not one */
export function addKey(file: string, name: string, may: Permission[]): string {
  if (!KEY_NAME.test(name))
    throw new Error(`'${name}' is no name for a key: use 1 to 64 letters, digits and '._-'.`);
  const keys = readKeyFile(file);
  if (keys.some((key) => key.name === name))
    throw new Error(`There is a key called '${name}': revoke it first.`);
  const key = API_KEY_PREFIX + randomBytes(KEY_BYTES).toString('base64url');
  writeKeyFile(file, [
    ...keys,
    { name, hash: hashKey(key).toString('hex'), may, created: new Date().toISOString() },
  ]);
  return key;
}

/** Takes a key out of the file. @throws Error when there is none of this name */
export function revokeKey(file: string, name: string): void {
  const keys = readKeyFile(file);
  const rest = keys.filter((key) => key.name !== name);
  if (rest.length === keys.length) throw new Error(`There is no key called '${name}' in ${file}.`);
  writeKeyFile(file, rest);
}

/** In one step, so that a running server never reads half a file. */
function writeKeyFile(file: string, keys: StoredKey[]): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}

function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The keys of a running server. It looks at its file each time, so that a key that was revoked is refused at once. */
export class ApiKeys {
  readonly #file: string;
  #keys: StoredKey[];
  #version: string;

  /** @throws Error when the file is there and cannot be used */
  constructor(file: string) {
    this.#file = file;
    this.#version = this.#readVersion();
    this.#keys = readKeyFile(file);
  }

  get count(): number {
    this.#follow();
    return this.#keys.length;
  }

  /** Whose key this is, or undefined. */
  find(key: string): Client | undefined {
    this.#follow();
    const hash = hashKey(key);
    const found = this.#keys.filter((stored) => timingSafeEqual(Buffer.from(stored.hash, 'hex'), hash))[0];
    return found && { name: found.name, kind: 'key', may: new Set(found.may) };
  }

  #follow(): void {
    const version = this.#readVersion();
    if (version === this.#version) return;
    this.#version = version;
    try {
      this.#keys = readKeyFile(this.#file);
    } catch (error) {
      this.#keys = []; // Whatever was meant, an old list may hold a key that was to be revoked.
      console.error(`No API key is accepted until this is mended: ${(error as Error).message}`);
    }
  }

  #readVersion(): string {
    try {
      const { ino, mtimeMs, size } = statSync(this.#file);
      return `${ino} ${mtimeMs} ${size}`;
    } catch (error) {
      return String((error as NodeJS.ErrnoException).code);
    }
  }
}
