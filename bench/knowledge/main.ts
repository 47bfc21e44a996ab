/** `npm run knowledge`: how many of the test questions find their passage, and how long a search takes. */
import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerSearches } from '../../agent/assistant/knowledge/answer-searches.ts';
import { DocumentSearch } from '../../agent/assistant/knowledge/document-search.ts';
import { getPercentile } from '../statistics.ts';
import { readQuestions, SHOWN, type Found } from './evaluation.ts';

const questions = await readQuestions();
const baseUrl = process.env['EMBEDDINGS_BASE_URL'];
const embeddings = baseUrl
  ? {
      baseUrl,
      apiKey: process.env['EMBEDDINGS_API_KEY'] ?? 'not-needed',
      model: process.env['EMBEDDINGS_MODEL'] ?? 'nomic-embed-text',
    }
  : undefined;
const print = (line: string) => console.log(line);
const search = new DocumentSearch(embeddings, { info: print, warn: print });
for (const { folder } of questions) await search.search({ folder, question: 'warm up', before: '' });
if (embeddings) await sleep(5000); // The vectors of the passages.

answerSearches(search);
const call = fork(new URL('./call-process.ts', import.meta.url));
const rounds = await new Promise<Found[][]>((resolve) => {
  call.on('message', (message) => {
    if (Array.isArray(message)) resolve(message as Found[][]);
  });
});
call.disconnect();
await search.close();

const [found = []] = rounds;
for (const { ask, file, heading, place } of found)
  if (place === undefined) print(`not found: "${ask}" (${file}, ${heading})`);
const count = (shown: number) => found.filter(({ place }) => place !== undefined && place < shown).length;
for (const shown of [1, 3, SHOWN])
  print(`right passage among the first ${shown}: ${count(shown)} of ${found.length}`);
const durations = rounds.slice(1).flatMap((round) => round.map(({ durationMs }) => durationMs));
print(
  `a search adds ${getPercentile(durations, 0.5).toFixed(1)} ms (median), ${getPercentile(durations, 0.95).toFixed(1)} ms (95 %), n = ${durations.length}`,
);
