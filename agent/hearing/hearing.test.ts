import { AudioFrame } from '@livekit/rtc-node';
import { expect, test } from 'vitest';
import { LISTENING_RATE_HZ } from '../turn-audio.ts';
import { createHearing } from './hearing.ts';
import type { Hearing } from './hearing.ts';
import { InputGain } from './input-gain.ts';

const PIECE_MS = 10;

/** Speech-like: a tone of 200 Hz and its overtones that comes and goes four times a second. */
function createVoice(rateHz: number, ms: number, peak: number): Int16Array {
  const tone = (t: number) =>
    [1, 2, 3, 4].reduce((sum, n) => sum + Math.sin(2 * Math.PI * 200 * n * t) / n, 0);
  return new Int16Array((rateHz * ms) / 1000).map((_, i) => {
    const t = i / rateHz;
    return Math.round(((peak * tone(t)) / 2) * Math.max(0, Math.sin(2 * Math.PI * 4 * t)));
  });
}

function createHiss(rateHz: number, ms: number, peak: number): Int16Array {
  let state = 1;
  return new Int16Array((rateHz * ms) / 1000).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.round((state / 2 ** 31 - 1) * peak);
  });
}

function hear({ aid, rateHz }: Hearing, samples: Int16Array): Int16Array {
  const heard = samples.slice();
  const size = (rateHz * PIECE_MS) / 1000;
  for (let start = 0; start < heard.length; start += size)
    aid.process(new AudioFrame(heard.subarray(start, start + size), rateHz, 1, size));
  return heard;
}

function measureDb(samples: Int16Array): number {
  return 10 * Math.log10(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length + 1e-9);
}

const ignore = () => undefined;

test('without suppression a caller of usual level is heard as is, at the rate of the ears, without delay', async () => {
  const hearing = await createHearing('off', ignore);
  expect(hearing).toMatchObject({ rateHz: LISTENING_RATE_HZ, delayMs: 0 });
  const voice = createVoice(LISTENING_RATE_HZ, 2000, 8000);
  expect(hear(hearing, voice)).toEqual(voice);
});

test('suppression takes away hiss and adds the delay that it says', async () => {
  const hearing = await createHearing('on', ignore);
  const { rateHz, delayMs } = hearing;
  const hiss = createHiss(rateHz, 4000, 100);
  const left = hear(hearing, hiss).slice(-rateHz);
  expect(measureDb(left)).toBeLessThan(measureDb(hiss) - 15);
  const voice = createVoice(rateHz, 2000, 12_000);
  const heard = hear(hearing, voice);
  const correlate = (lag: number) => {
    let sum = 0;
    for (let i = rateHz; i + lag < heard.length; i++) sum += (voice[i] ?? 0) * (heard[i + lag] ?? 0);
    return sum;
  };
  const step = rateHz / 1000;
  const lags = Array.from({ length: 40 }, (_, ms) => ms * step);
  const best = lags.reduce((one, other) => (correlate(other) > correlate(one) ? other : one));
  expect(best / step).toBe(delayMs);
  hearing.aid.close();
  expect(hearing.aid.isEnabled()).toBe(false);
});

test.each([
  ['in a silent room', 0],
  ['in a room as quiet as the caller', 4],
])('a caller 40 dB too quiet is made louder, slowly, %s', (_, room) => {
  const gain = new InputGain();
  const voice = createVoice(LISTENING_RATE_HZ, 3000, 120);
  const hiss = createHiss(LISTENING_RATE_HZ, 3000, room);
  const gains = process(
    gain,
    voice.map((sample, i) => sample + (hiss[i] ?? 0)),
  );
  expect(gains.at(-1)).toBeGreaterThan(10);
  const steps = gains.map((gainDb, i) => gainDb - (gains[i - 1] ?? 0));
  expect(Math.max(...steps)).toBeLessThan(1);
});

test('a loud word ends the gain at once, without clipping', () => {
  const gain = new InputGain();
  process(gain, createVoice(LISTENING_RATE_HZ, 3000, 120));
  const loud = createVoice(LISTENING_RATE_HZ, 500, 16_000);
  const before = loud.slice();
  expect(process(gain, loud).at(-1)).toBe(0);
  expect(loud.slice(-1000)).toEqual(before.slice(-1000));
});

test.each([
  ['noise alone', createHiss(LISTENING_RATE_HZ, 5000, 20)],
  ['people in the next room after the caller has spoken', createVoice(LISTENING_RATE_HZ, 20_000, 60)],
  ['a muted microphone', new Int16Array(LISTENING_RATE_HZ)],
])('%s is not made louder', (name, sound) => {
  const gain = new InputGain();
  if (name.includes('after')) process(gain, createVoice(LISTENING_RATE_HZ, 2000, 12_000));
  expect(Math.max(...process(gain, sound))).toBe(0);
});

/** Works in place; returns the gain after every piece. */
function process(gain: InputGain, samples: Int16Array): number[] {
  const size = (LISTENING_RATE_HZ * PIECE_MS) / 1000;
  return Array.from({ length: Math.floor(samples.length / size) }, (_, index) => {
    gain.process(samples.subarray(index * size, (index + 1) * size), LISTENING_RATE_HZ);
    return gain.gainDb;
  });
}
