import { expect, test } from 'vitest';
import fitted from './end-of-turn-weights.json' with { type: 'json' };
import { decideEndpointing } from './endpointing.ts';
import type { EndpointingPreset } from './endpointing.ts';
import { PauseHabits } from './pause-habits.ts';

const presets: EndpointingPreset[] = ['eager', 'balanced', 'patient'];
const everybody = new PauseHabits();

test.each(presets)('%s: sure ends commit at the minimum, hopeless ones at the maximum', (preset) => {
  const { minMs, maxMs } = fitted.presets[preset];
  expect(decideEndpointing(0.9999, everybody, preset).commitAfterMs).toBe(minMs);
  expect(decideEndpointing(1, everybody, preset).commitAfterMs).toBe(minMs);
  expect(decideEndpointing(0.0001, everybody, preset).commitAfterMs).toBe(maxMs);
  expect(decideEndpointing(0, everybody, preset).commitAfterMs).toBe(maxMs);
});

test.each(presets)('%s: the less likely the end, the longer the wait', (preset) => {
  const waits = [0.99, 0.9, 0.8, 0.6, 0.4, 0.2, 0.05].map(
    (p0) => decideEndpointing(p0, everybody, preset).commitAfterMs,
  );
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(new Set(waits).size).toBeGreaterThan(2);
});

test('the turn ends as soon as the silence makes it likely enough', () => {
  const { threshold } = fitted.presets.balanced;
  const p0 = threshold - 0.1;
  const { commitAfterMs } = decideEndpointing(p0, everybody, 'balanced');
  const probability = (ms: number) => p0 / (p0 + (1 - p0) * everybody.survival(ms));
  expect(probability(commitAfterMs)).toBeGreaterThanOrEqual(threshold);
  expect(probability(commitAfterMs - 10)).toBeLessThan(threshold);
});

test('patient waits longer than balanced, balanced longer than eager', () => {
  const [eager, balanced, patient] = presets.map(
    (preset) => decideEndpointing(0.6, everybody, preset).commitAfterMs,
  ) as [number, number, number];
  expect(eager).toBeLessThan(balanced);
  expect(balanced).toBeLessThan(patient);
});

test('a caller who pauses long is waited for', () => {
  const slow = new PauseHabits();
  for (let i = 0; i < 10; i++) slow.addPause(1800);
  const wait = (habits: PauseHabits) => decideEndpointing(0.6, habits, 'balanced').commitAfterMs;
  expect(wait(slow)).toBeGreaterThan(wait(everybody));
});

test('bounds of its own are kept to', () => {
  const bounds = { minMs: 400, maxMs: 455 };
  expect(decideEndpointing(0.9999, everybody, 'balanced', bounds).commitAfterMs).toBe(400);
  expect(decideEndpointing(0.0001, everybody, 'balanced', bounds).commitAfterMs).toBe(455);
});
