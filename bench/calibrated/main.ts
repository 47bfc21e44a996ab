/** Calibrated model servers as a process: `main.ts ROW --corpus DIR --turn-ends FILE [--port PORT] [--seed SEED]`. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startEar } from './distant-ear.ts';
import { rows } from './rows.ts';
import type { RowName } from './rows.ts';
import { serveModels } from './server.ts';

const rowNames = Object.keys(rows) as [RowName, ...RowName[]];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    corpus: { type: 'string', default: '' },
    'turn-ends': { type: 'string', default: '' },
    port: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
});
const name = z.enum(rowNames).safeParse(positionals[0]);
if (!name.success) {
  console.error(`Expected a row, one of ${rowNames.join(', ')}.`);
  process.exit(2);
}
const ear = await startEar(values.corpus, values['turn-ends']);
const { url, close } = await serveModels(rows[name.data], ear, Number(values.seed), Number(values.port));
process.once('SIGTERM', close);
process.once('SIGINT', close);
console.log(url);
