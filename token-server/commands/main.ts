/** What an operator does at a terminal: `npm run keys -- add NAME`, `npm run invite -- --minutes 30`. */
import { parseArgs } from 'node:util';

import dotenv from 'dotenv';

import { addKey, readKeyFile, revokeKey } from '../authentication/api-keys.ts';
import { DEFAULT_INVITE_MINUTES, inviteMinutes, inviteName, signInvite } from '../authentication/invites.ts';
import { readConfig } from '../config.ts';

const KEYS_USAGE = `npm run keys -- add NAME [--operate]   makes a key for calls; --operate: also for everybody's calls, invites and figures
npm run keys -- list                   shows names, never keys
npm run keys -- revoke NAME            a running server refuses it at once`;
const INVITE_USAGE = `npm run invite -- [--minutes ${DEFAULT_INVITE_MINUTES}] [--name guest]   makes a link that opens one call`;

const [command, ...rest] = process.argv.slice(2);
dotenv.config({ path: process.env.ENV_FILE ?? '.env', quiet: true });
try {
  if (command === 'keys') runKeys(rest);
  else await runInvite(rest);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function runKeys(args: string[]): void {
  const options = { operate: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [action, name = ''] = positionals;
  const file = process.env.API_KEYS_FILE;
  if (!file)
    throw new Error(
      'API_KEYS_FILE is not set: say in .env where keys are kept, for example API_KEYS_FILE=keys.json.',
    );
  if (action === 'add') showKey(addKey(file, name, values.operate ? ['call', 'operate'] : ['call']));
  else if (action === 'revoke') revokeKey(file, name);
  else if (action === 'list')
    for (const key of readKeyFile(file)) console.log(`${key.name}\t${key.may.join(', ')}\t${key.created}`);
  else throw new Error(KEYS_USAGE);
}

function showKey(key: string): void {
  console.log(
    `${key}\nKeep it: only its hash is stored. Add #key=${key} to the address of the page, or send it as 'Authorization: Bearer …'.`,
  );
}

async function runInvite(args: string[]): Promise<void> {
  const options = { minutes: { type: 'string' }, name: { type: 'string', default: 'guest' } } as const;
  const { values } = parseArgs({ args, options });
  const minutes = inviteMinutes.safeParse(Number(values.minutes ?? DEFAULT_INVITE_MINUTES));
  if (!minutes.success)
    throw new Error(`--minutes ${minutes.error.issues[0]?.message ?? ''}\n${INVITE_USAGE}`);
  const name = inviteName.safeParse(values.name);
  if (!name.success) throw new Error(`--name ${name.error.issues[0]?.message ?? ''}\n${INVITE_USAGE}`);
  const invite = await signInvite(readConfig(process.env).apiSecret, name.data, minutes.data);
  console.log(
    `Add this to the address of the page, within ${minutes.data} minutes, for one call:\n/#invite=${invite}`,
  );
}
