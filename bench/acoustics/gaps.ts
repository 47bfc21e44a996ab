import type { Sound } from './sounds.ts';

/** A shorter quiet is part of speech. */
const SHORTEST_GAP_MS = 150;

/** How long a voice rests at most where the text tells it to: inside a sentence, and between two. */
const CLAUSE_PAUSE_MS = 400;
const SENTENCE_PAUSE_MS = 700;

/** The quiets between the sounds of one answer that are long enough to be noticed, in ms. */
export function listGapsMs(sounds: readonly Sound[]): number[] {
  return sounds
    .slice(1)
    .map(({ startMs }, index) => startMs - (sounds[index]?.endMs ?? startMs))
    .filter((gapMs) => gapMs > SHORTEST_GAP_MS);
}

/**
 * The gaps that the text does not explain. Every full stop inside it explains one of up to 700 ms, every comma one of
 * up to 400 ms, whichever gaps they are: the longest that fit are taken as explained. Longer ones never are.
 */
export function listUnexplainedGapsMs(gapsMs: readonly number[], text: string): number[] {
  const inner = text.trim().replace(/[\p{P}\s]+$/u, '');
  const pausesMs = [
    ...Array.from(inner.matchAll(/[.!?…]+(?=\s)/gu), () => SENTENCE_PAUSE_MS),
    ...Array.from(inner.matchAll(/[,;:](?=\s)|\s[–—-](?=\s)|—/gu), () => CLAUSE_PAUSE_MS),
  ];
  const unexplained = [...gapsMs].sort((a, b) => b - a);
  for (const pauseMs of pausesMs.sort((a, b) => a - b)) {
    const explained = unexplained.findIndex((gapMs) => gapMs <= pauseMs);
    if (explained >= 0) unexplained.splice(explained, 1);
  }
  return unexplained;
}
