import { createRandom, hashText } from '../corpus/random.ts';
import { fade, join } from '../corpus/sound.ts';

export const VOICE_RATE_HZ = 24_000;

/** As fast as people speak. */
const CHARACTERS_PER_SECOND = 15;

const ATTACK_MS = 5;
const DECAY_MS = 25;
const AMPLITUDE = 6_000;

/** Every syllable is one of so many, made once: speaking is no more than copying. */
const SYLLABLES = 24;
const LONGEST_SYLLABLE_MS = 400;

const syllables = Array.from({ length: SYLLABLES }, (_, seed) => createSyllable(seed));

/**
 * Something that sounds like speech from its first sample to its last, and is the same for the same text: a vowel a
 * syllable, a short gap after each word, a longer one after commas and full stops in the middle.
 *
 * @returns mono samples at {@link VOICE_RATE_HZ}, a fifteenth of a second for each character.
 */
export function speak(text: string): Int16Array {
  const words = text.trim().match(/\S+/g) ?? [];
  const spoken = words.map((word, index) => {
    const samples = Math.round(((word.length + 1) * VOICE_RATE_HZ) / CHARACTERS_PER_SECOND);
    const isLast = index === words.length - 1;
    const gapShare = isLast ? 0 : /[.,!?]$/.test(word) ? 0.35 : 0.1;
    const gap = Math.round(samples * gapShare);
    return join(sayWord(word, samples - gap), new Int16Array(gap));
  });
  return join(...spoken);
}

function sayWord(word: string, samples: number): Int16Array {
  const count = Math.max(1, Math.round(word.length / 3), Math.ceil(samples / toSamples(LONGEST_SYLLABLE_MS)));
  const parts = Array.from({ length: count }, (_, index) => {
    const syllable = syllables[hashText(`${word}${index}`) % SYLLABLES] as Int16Array;
    const [from, to] = [index, index + 1].map((n) => Math.round((samples * n) / count)) as [number, number];
    return fade(syllable.slice(0, to - from), toSamples(ATTACK_MS), toSamples(DECAY_MS));
  });
  return join(...parts);
}

/** A vowel: overtones of a voice, louder near two resonances. */
function createSyllable(seed: number): Int16Array {
  const random = createRandom(seed);
  const pitchHz = 110 + random() * 50;
  const resonancesHz = [350 + random() * 450, 1000 + random() * 1200];
  const overtones = Array.from({ length: 24 }, (_, n) => {
    const hz = (n + 1) * pitchHz;
    const gain = resonancesHz.reduce((sum, center) => sum + Math.exp(-(((hz - center) / 150) ** 2)), 0.05);
    return { step: (2 * Math.PI * hz) / VOICE_RATE_HZ, gain };
  });
  const total = overtones.reduce((sum, { gain }) => sum + gain ** 2, 0);
  return new Int16Array(toSamples(LONGEST_SYLLABLE_MS)).map((_, i) =>
    Math.round(
      overtones.reduce((sum, { step, gain }) => sum + gain * Math.sin(step * i), 0) *
        (AMPLITUDE / Math.sqrt(total)),
    ),
  );
}

function toSamples(ms: number): number {
  return (VOICE_RATE_HZ * ms) / 1000;
}
