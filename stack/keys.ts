import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { StackConfig } from './config.ts';

const keysSchema = z.object({ apiKey: z.string().startsWith('dev-'), apiSecret: z.string().min(32) });

/** An API key and secret as livekit-server and everything that talks to it know them. */
export type LiveKitKeys = z.infer<typeof keysSchema>;

/**
 * The development keys of the embedded livekit-server, made at first start and kept. The `dev-` before the key lets
 * the token server refuse them as soon as it is bound to anything but loopback.
 */
function readDevelopmentKeys(file: string): LiveKitKeys {
  try {
    return keysSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Not there yet, or half written: nothing else remembers these keys, so new ones are as good.
    const keys = {
      apiKey: `dev-${randomBytes(6).toString('hex')}`,
      apiSecret: randomBytes(32).toString('base64url'),
    };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
    return keys;
  }
}

/** The keys of the server behind LIVEKIT_URL, or the development keys of the embedded one. */
export function readKeys(config: StackConfig, cacheDir: string): LiveKitKeys {
  const { LIVEKIT_URL: url, LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret } = config;
  if (url && apiKey && apiSecret) return { apiKey, apiSecret };
  return readDevelopmentKeys(join(cacheDir, 'dev-keys.json'));
}
