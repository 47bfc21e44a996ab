import { rm, writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { expect, it } from 'vitest';
import { join } from '../corpus/sound.ts';
import { sayWithPauses, silence, writeCorpusFolder } from '../corpus/testing.ts';
import { startEar } from './distant-ear.ts';
import { VOICE_RATE_HZ } from './voice.ts';

it('understands in another process what was played, with the judgement that was made of it', async () => {
  const order = sayWithPauses('order.wav', ['I would like a pizza with', 'extra cheese, please.'], 600);
  const folder = await writeCorpusFolder([order]);
  const turnEnds = joinPath(folder, 'turn-ends.json');
  await writeFile(
    turnEnds,
    JSON.stringify({ 'order.wav': [{ at_ms: order.item.speech_end_ms, probability: 0.9 }] }),
  );
  const ear = await startEar(folder, turnEnds);
  const first = order.samples.slice(0, ((order.item.pauses[0]?.at_ms ?? 0) * VOICE_RATE_HZ) / 1000);
  const heard = [first, join(order.samples, silence(200))].map((samples) =>
    ear({ samples, rateHz: VOICE_RATE_HZ }),
  );
  expect(await Promise.all(heard)).toEqual([
    { text: 'I would like a pizza with.', endOfTurn: null },
    { text: 'I would like a pizza with extra cheese, please.', endOfTurn: 0.9 },
  ]);
  await rm(folder, { recursive: true });
});

it('refuses a folder that is no corpus', async () => {
  await expect(startEar('/nowhere', '/nowhere/turn-ends.json')).rejects.toThrow(
    /\/nowhere can't be recognised/,
  );
});
