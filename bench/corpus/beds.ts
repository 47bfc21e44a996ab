import { createGaussian } from './random.ts';
import { measureDbfs, toAmplitude } from './sound.ts';

/** Backgrounds that callers have; babble is other people's speech. */
export const bedNames = ['babble', 'brown', 'hum', 'clicks'] as const;
export type BedName = (typeof bedNames)[number];

const MAINS_HZ = 50;
const BABBLE_TALKERS = 5;

/**
 * A background of the given level.
 *
 * @param speech - what the people of babble say, at the same rate.
 */
export function createBed(
  name: BedName,
  length: number,
  rateHz: number,
  dbfs: number,
  random: () => number,
  speech: Int16Array[],
): Float32Array {
  const bed = {
    babble: () => createBabble(length, speech, random),
    brown: () => createBrown(length, random),
    hum: () => createHum(length, rateHz, random),
    clicks: () => createClicks(length, rateHz, random),
  }[name]();
  const gain = 10 ** ((dbfs - measureDbfs(bed)) / 20);
  return bed.map((sample) => sample * gain);
}

/** White noise: what is left of a microphone where nobody speaks. */
export function createFloor(length: number, dbfs: number, random: () => number): Float32Array {
  const gaussian = createGaussian(random);
  return new Float32Array(length).map(() => gaussian() * toAmplitude(dbfs));
}

/** Several people at once, each saying one recording after another from somewhere in its middle. */
function createBabble(length: number, speech: Int16Array[], random: () => number): Float32Array {
  const bed = new Float32Array(length);
  for (let talker = 0; talker < BABBLE_TALKERS; talker++) {
    let position = -Math.floor(random() * 16_000);
    while (position < length) {
      const said = speech[Math.floor(random() * speech.length)] ?? new Int16Array(1);
      for (let i = Math.max(0, -position); i < said.length && position + i < length; i++)
        bed[position + i] = (bed[position + i] ?? 0) + (said[i] ?? 0);
      position += said.length;
    }
  }
  return bed;
}

/** Traffic, wind: power falls by 6 dB an octave; leaky, so that it stays around zero. */
function createBrown(length: number, random: () => number): Float32Array {
  const gaussian = createGaussian(random);
  let level = 0;
  return new Float32Array(length).map(() => (level = 0.995 * level + gaussian()));
}

/** A bad cable or a fan: the mains and its overtones, each half as loud as the one before. */
function createHum(length: number, rateHz: number, random: () => number): Float32Array {
  const phases = Array.from({ length: 8 }, () => random() * 2 * Math.PI);
  const step = (2 * Math.PI * MAINS_HZ) / rateHz;
  return new Float32Array(length).map((_, i) =>
    phases.reduce((sum, phase, n) => sum + Math.sin((n + 1) * step * i + phase) / 2 ** n, 0),
  );
}

/** A keyboard: short bursts that die away, two to eight a second. */
function createClicks(length: number, rateHz: number, random: () => number): Float32Array {
  const gaussian = createGaussian(random);
  const bed = new Float32Array(length);
  for (let start = random() * rateHz * 0.2; start < length; start += rateHz * (0.12 + random() * 0.4)) {
    const loudness = 0.5 + random();
    for (let i = 0; i < rateHz * 0.03 && start + i < length; i++)
      bed[Math.floor(start) + i] = loudness * gaussian() * Math.exp(-i / (rateHz * 0.004));
  }
  return bed;
}
