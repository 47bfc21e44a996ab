import { expect, test } from 'vitest';
import { ServerSpeed } from './server-speed.ts';

function learn(fixedMs: number, perAudio: number, noise: (n: number) => number = () => 1): ServerSpeed {
  const speed = new ServerSpeed(1);
  for (let n = 0; n < 30; n++) {
    const audioMs = [900, 2500, 1600, 4000][n % 4] ?? 0;
    speed.observe((fixedMs + perAudio * audioMs) * noise(n), audioMs, audioMs / 80);
  }
  return speed;
}

test('learns the fixed cost and the cost of audio, and adds a margin', () => {
  const speed = learn(500, 0.2);
  expect(speed.estimateSynthesisMs(1000) / 700).toBeGreaterThan(1.1);
  expect(speed.estimateSynthesisMs(1000) / 700).toBeLessThan(1.4);
  expect(speed.estimateSynthesisMs(4000) / 1300).toBeLessThan(1.4);
});

test('how much audio a time allows is the inverse of how long audio takes', () => {
  const speed = learn(300, 0.4);
  expect(speed.estimateAudioWithinMs(speed.estimateSynthesisMs(2000))).toBeCloseTo(2000);
  expect(speed.estimateAudioWithinMs(100)).toBe(0);
});

test('a server whose answers vary gets a larger margin', () => {
  const steady = learn(300, 0.3);
  const varying = learn(300, 0.3, (n) => (n % 2 === 0 ? 0.7 : 1.3));
  expect(varying.estimateSynthesisMs(2000)).toBeGreaterThan(1.08 * steady.estimateSynthesisMs(2000));
});

test('no audio is enough where synthesis is slower than speech', () => {
  expect(learn(300, 1.1).sustainableMs).toBe(Infinity);
  expect(learn(75, 0.05).sustainableMs).toBeLessThan(200);
});

test('learns how fast the voice speaks', () => {
  expect(learn(300, 0.3).estimateAudioMs(10)).toBeGreaterThan(770);
  expect(new ServerSpeed(2).estimateAudioMs(10)).toBe(new ServerSpeed(1).estimateAudioMs(10) / 2);
});

test('answers that are all alike leave it defined', () => {
  const speed = new ServerSpeed(1);
  for (let n = 0; n < 100; n++) speed.observe(400, 1000, 15);
  expect(speed.estimateSynthesisMs(1000) / 400).toBeGreaterThan(1);
  expect(speed.estimateSynthesisMs(1000) / 400).toBeLessThan(1.5);
});
