/** Calibrated model servers as a process: `main.ts ROW CORPUS [--turn-ends FILE] [--port PORT] [--seed SEED]`. */
import { readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadCorpus } from '../corpus/manifest.ts';
import { Ear } from './ear.ts';
import { rows } from './rows.ts';
import type { RowName } from './rows.ts';
import { serveModels } from './server.ts';
import { turnEndsSchema } from './turn-ends.ts';

const rowNames = Object.keys(rows) as [RowName, ...RowName[]];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'turn-ends': { type: 'string' },
    port: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
});
const name = z.enum(rowNames).safeParse(positionals[0]);
const corpus = positionals[1];
if (!name.success || corpus === undefined) {
  console.error(`Expected a row (${rowNames.join(', ')}) and the folder of a corpus.`);
  process.exit(2);
}
try {
  setPriority(constants.priority.PRIORITY_HIGH); // It has next to nothing to do, but that on time.
} catch {
  // Only root may; what a late timer spoils is found out by measuring it.
}
const turnEndsFile = values['turn-ends'];
const turnEnds =
  turnEndsFile === undefined ? {} : turnEndsSchema.parse(JSON.parse(await readFile(turnEndsFile, 'utf8')));
const ear = new Ear(await loadCorpus(corpus), turnEnds);
const { url, close } = await serveModels(rows[name.data], ear, Number(values.seed), Number(values.port));
process.once('SIGTERM', close);
process.once('SIGINT', close);
console.log(url);
