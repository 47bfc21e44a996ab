import { resample } from '../../stack/resample.ts';
import { bedNames, createBed, createFloor } from '../corpus/beds.ts';
import type { BedName } from '../corpus/beds.ts';
import { createRandom, hashText } from '../corpus/random.ts';
import { join, measureSpeechDbfs, mix } from '../corpus/sound.ts';

export const RATE_HZ = 16_000;

/** Noise alone before somebody speaks, long enough to see what it is taken for, and after. */
export const NOISE_BEFORE_MS = 4000;
export const NOISE_AFTER_MS = 1500;

const SNRS_DB = [0, 5, 10, 15];

/** People in the next room, before the caller has said a word. */
const NEXT_ROOM_DB = [25, 35];

const FLOOR_DBFS = -62;
const TELEPHONE_RATE_HZ = 8000;

/** What a caller's audio has gone through; white is a fan, rain or a hissing line. */
export interface Condition {
  bed: BedName | 'white' | 'none';
  /** Level of the speech above the bed; nothing without one. */
  snrDb?: number;
  band: 'wideband' | 'telephone';
  /** How far the caller is from the usual level. */
  levelDb: number;
}

/** Every bed at 0, 5, 10 and 15 dB, and none; and quiet callers; each in both bands. */
export function listConditions(): Condition[] {
  return (['wideband', 'telephone'] as const).flatMap((band): Condition[] => [
    ...[0, -20, -30, -40].map((levelDb) => ({ bed: 'none' as const, band, levelDb })),
    ...([...bedNames, 'white'] as const).flatMap((bed) =>
      (bed === 'babble' ? [...SNRS_DB, ...NEXT_ROOM_DB] : SNRS_DB).map((snrDb) => ({
        bed,
        snrDb,
        band,
        levelDb: 0,
      })),
    ),
  ]);
}

/** A recording as it arrives at the agent: noise alone, the speech with noise, noise alone; at {@link RATE_HZ}. */
export function hearThrough(condition: Condition, file: string, speech: Int16Array, talk: Int16Array[]) {
  const random = createRandom(hashText(`${file} ${condition.bed} ${condition.snrDb}`));
  const silence = (ms: number) => new Int16Array((ms * RATE_HZ) / 1000);
  const whole = join(silence(NOISE_BEFORE_MS), speech, silence(NOISE_AFTER_MS));
  const noisy = mix(mix(whole, createFloor(whole.length, FLOOR_DBFS, random)), createNoise());
  const levelled = noisy.map((sample) => Math.round(sample * 10 ** (condition.levelDb / 20)));
  return condition.band === 'telephone' ? sendByTelephone(levelled) : levelled;

  function createNoise(): Float32Array {
    const { bed, snrDb = 0 } = condition;
    const dbfs = measureSpeechDbfs(speech, RATE_HZ) - snrDb;
    if (bed === 'none') return new Float32Array();
    if (bed === 'white') return createFloor(whole.length, dbfs, random);
    return createBed(bed, whole.length, RATE_HZ, dbfs, random, talk);
  }
}

/** 8 kHz and μ-law (ITU-T G.711, continuous form), and up again. */
function sendByTelephone(samples: Int16Array): Int16Array {
  const received = resample(samples, RATE_HZ, TELEPHONE_RATE_HZ).map((sample) => {
    const code = Math.round((Math.log1p((255 * Math.abs(sample)) / 32_768) / Math.log(256)) * 127) / 127;
    return Math.round((Math.sign(sample) * 32_767 * (256 ** code - 1)) / 255);
  });
  return resample(received, TELEPHONE_RATE_HZ, RATE_HZ);
}
