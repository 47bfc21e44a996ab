/** What an operator does about memories at a terminal: `npm run memory -- list`. */
import { parseArgs } from 'node:util';
import { config as loadDotenv } from 'dotenv';
import { identifyPhone } from './caller-id.ts';
import { MemoryStore } from './memory-store.ts';

const USAGE = `npm run memory -- list           who is remembered, and until when
npm run memory -- show ID        what is remembered of a caller
npm run memory -- erase ID       forgets a caller; erase --all: everybody
In place of ID: --phone +4930123456`;

loadDotenv({ path: process.env.ENV_FILE ?? '.env', quiet: true });
try {
  run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function run(args: string[]): void {
  const options = { phone: { type: 'string' }, all: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [action, given] = positionals;
  const directory = process.env.PARLEY_DATA_DIR || 'data';
  if (action !== 'list' && action !== 'show' && action !== 'erase') throw new Error(USAGE);
  if (!MemoryStore.exists(directory)) {
    console.log(`Nobody is remembered in ${directory}.`);
    return;
  }
  const store = new MemoryStore(directory);
  try {
    if (action === 'list') list(store);
    else if (action === 'erase' && values.all) for (const { id } of store.list()) erase(store, id);
    else {
      const id = values.phone === undefined ? given : findPhone(values.phone);
      if (!id) throw new Error(USAGE);
      if (action === 'show') show(store, id);
      else erase(store, id);
    }
  } finally {
    store.close();
  }
}

function list(store: MemoryStore): void {
  const callers = store.list();
  if (callers.length === 0) console.log('Nobody is remembered.');
  for (const { id, facts, updatedAtMs, expiresAtMs } of callers)
    console.log(`${id}\t${facts} facts\tlast told ${writeDay(updatedAtMs)}\tuntil ${writeDay(expiresAtMs)}`);
}

function show(store: MemoryStore, id: string): void {
  const facts = store.recall(id);
  if (facts.length === 0) console.log(`${id} is not remembered.`);
  for (const { key, value } of facts) console.log(`${key}: ${value}`);
}

function erase(store: MemoryStore, id: string): void {
  console.log(store.erase(id) ? `${id} is forgotten.` : `${id} is not remembered.`);
}

function findPhone(phone: string): string {
  const secret = process.env.LIVEKIT_API_SECRET;
  if (!secret) throw new Error('LIVEKIT_API_SECRET is not set: callers by phone are told apart with it.');
  const id = identifyPhone(phone, secret);
  if (!id)
    throw new Error(`${phone} is no phone number: write it as your SIP provider does, like +4930123456`);
  return id;
}

function writeDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
