/** The ear of {@link startEar}: `ear-process.ts CORPUS TURN_ENDS`, spoken to over Node's own channel. */
import { readFile } from 'node:fs/promises';
import { loadCorpus } from '../corpus/manifest.ts';
import { createEar } from './ear.ts';
import type { EarRequest } from './distant-ear.ts';
import { turnEndsSchema } from './turn-ends.ts';

const [corpusFolder = '', turnEndsFile = ''] = process.argv.slice(2);
const turnEnds = turnEndsSchema.parse(JSON.parse(await readFile(turnEndsFile, 'utf8')));
const ear = createEar(await loadCorpus(corpusFolder), turnEnds);
process.on('message', ({ id, audio }: EarRequest) => {
  void ear(audio).then((heard) => process.send?.({ id, heard }));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
