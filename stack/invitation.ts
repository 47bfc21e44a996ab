import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { LiveKitKeys } from './keys.ts';

const ANSWER_TIMEOUT_MS = 5_000;
const root = join(import.meta.dirname, '..');
const authenticationSchema = z.object({ required: z.boolean() });

/**
 * What a caller of ours shows to a token server that asks who calls: an invite, signed with the key that both know.
 *
 * @param name - whose it is, for the token server's log.
 * @returns undefined when it asks nobody.
 */
export async function getInvitation(
  pageUrl: string,
  keys: LiveKitKeys,
  name = 'doctor',
): Promise<string | undefined> {
  const response = await fetch(`${pageUrl}/authentication`, {
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  if (!authenticationSchema.parse(await response.json()).required) return undefined;
  const args = [
    '--import',
    'tsx',
    'token-server/commands/main.ts',
    'invite',
    '--minutes',
    '5',
    '--name',
    name,
  ];
  const env = { ...process.env, LIVEKIT_API_KEY: keys.apiKey, LIVEKIT_API_SECRET: keys.apiSecret };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
  return /invite_[\w.-]+/.exec(stdout)?.[0];
}
