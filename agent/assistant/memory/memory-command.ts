import { parseArgs } from 'node:util';
import { identifyPhone } from './caller-id.ts';
import { MemoryStore } from './memory-store.ts';

const USAGE = `npm run memory -- list           who is remembered, and until when
npm run memory -- show ID        what is remembered of a caller
npm run memory -- erase ID       forgets a caller; erase --all: everybody
In place of ID: --phone +4930123456`;

type Print = (line: string) => void;

interface MemoryCommandOptions {
  directory: string;
  /** Callers by phone are told apart with it. */
  apiSecret: string | undefined;
  print: Print;
}

/**
 * Lists, shows or erases what is remembered of callers.
 *
 * @throws Error that says what is wrong with the arguments, or how to write them.
 */
export function runMemoryCommand(
  args: string[],
  { directory, apiSecret, print }: MemoryCommandOptions,
): void {
  const options = { phone: { type: 'string' }, all: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [action, given] = positionals;
  if (action !== 'list' && action !== 'show' && action !== 'erase') throw new Error(USAGE);
  if (!MemoryStore.exists(directory)) {
    print(`Nobody is remembered in ${directory}.`);
    return;
  }
  const store = new MemoryStore(directory);
  try {
    store.purge();
    if (action === 'list') list(store, print);
    else if (action === 'erase' && values.all) for (const { id } of store.list()) erase(store, id, print);
    else {
      const id = values.phone === undefined ? given : findPhone(values.phone, apiSecret);
      if (!id) throw new Error(USAGE);
      if (action === 'show') show(store, id, print);
      else erase(store, id, print);
    }
  } finally {
    store.close();
  }
}

function list(store: MemoryStore, print: Print): void {
  const callers = store.list();
  if (callers.length === 0) print('Nobody is remembered.');
  for (const { id, facts, updatedAtMs, expiresAtMs } of callers)
    print(`${id}\t${facts} facts\tlast told ${writeDay(updatedAtMs)}\tuntil ${writeDay(expiresAtMs)}`);
}

function show(store: MemoryStore, id: string, print: Print): void {
  const facts = store.recall(id);
  if (facts.length === 0) print(`${id} is not remembered.`);
  for (const { key, value } of facts) print(`${key}: ${value}`);
}

function erase(store: MemoryStore, id: string, print: Print): void {
  print(store.erase(id) ? `${id} is forgotten.` : `${id} is not remembered.`);
}

function findPhone(phone: string, apiSecret: string | undefined): string {
  if (!apiSecret) throw new Error('LIVEKIT_API_SECRET is not set: callers by phone are told apart with it.');
  const id = identifyPhone(phone, apiSecret);
  if (!id)
    throw new Error(`${phone} is no phone number: write it as your SIP provider does, like +4930123456`);
  return id;
}

function writeDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
