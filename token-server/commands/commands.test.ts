import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, expect, test } from 'vitest';

import { ApiKeys } from '../authentication/api-keys.ts';
import { verifyInvite } from '../authentication/invites.ts';
import { testConfig } from '../testing.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'parley-commands-'));
const file = join(folder, 'keys.json');
const secrets = { LIVEKIT_API_KEY: testConfig.apiKey, LIVEKIT_API_SECRET: testConfig.apiSecret };

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** `npm run …` with what it prints; a failure is what it prints then. */
async function run(args: string, env: Record<string, string> = {}): Promise<string> {
  const environment = { PATH: process.env['PATH'], ENV_FILE: '/dev/null', ...env };
  const command = ['--import', 'tsx', 'token-server/commands/main.ts', ...args.split(' ')];
  return promisify(execFile)(process.execPath, command, { cwd: root, env: environment }).then(
    ({ stdout }) => stdout,
    (error: unknown) => `failed: ${(error as { stderr: string }).stderr}`,
  );
}

test('keys are added, listed without telling them, and revoked', async () => {
  const env = { API_KEYS_FILE: file };
  const [key = '', advice] = (await run('keys add laptop', env)).split('\n');
  expect(advice).toContain(`#key=${key}`);
  const [operatorKey = ''] = (await run('keys add boss --operate', env)).split('\n');
  expect(new ApiKeys(file).find(key)).toEqual({ name: 'laptop', kind: 'key', may: new Set(['call']) });
  expect(new ApiKeys(file).find(operatorKey)?.may).toContain('operate');
  expect(await run('keys list', env)).toMatch(/^laptop\tcall\t\S+\nboss\tcall, operate\t\S+\n$/);
  expect(await run('keys revoke laptop', env)).toBe('');
  expect(new ApiKeys(file).find(key)).toBeUndefined();
});

test('an invite is good for a token server with the same secret', async () => {
  const output = await run('invite --minutes 5 --name demo', secrets);
  const invite = /#invite=(\S+)/.exec(output)?.[1] ?? '';
  expect(await verifyInvite([testConfig.apiSecret], invite)).toMatchObject({
    name: 'invite-demo',
    kind: 'invite',
  });
});

test.each([
  ['keys add laptop', {}, /API_KEYS_FILE is not set/],
  ['keys', { API_KEYS_FILE: file }, /npm run keys -- add NAME/],
  ['keys revoke nobody', { API_KEYS_FILE: file }, /no key called 'nobody'/],
  ['invite --minutes soon', secrets, /--minutes must be a number/],
  ['invite', {}, /LIVEKIT_API_KEY is missing/],
])('%s says what is wrong', async (args, env: Record<string, string>, message) => {
  expect(await run(args, env)).toMatch(new RegExp(`^failed: [^]*${message.source}`));
});
