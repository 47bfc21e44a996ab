import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

const choices = {
  servers: ['slow', 'real'],
  arms: ['stock', 'parley'],
  defaults: { servers: ['slow', 'real'], arms: ['stock', 'parley'], armsElsewhere: ['parley'] },
  quick: { servers: ['slow'], arms: ['parley'], armsElsewhere: [] },
};
const read = (...args: string[]) => readOptions(args, choices, '/results');

test('without options everything is measured', () => {
  expect(read()).toMatchObject({
    servers: ['slow', 'real'],
    arms: ['stock', 'parley'],
    armsElsewhere: ['parley'],
  });
  expect(read().corpus).toBeUndefined();
  expect(read().out).toMatch(/^\/results\/\d{4}-/);
});

test('quick takes less, and can still be told otherwise', () => {
  expect(read('--quick').turns).toBeLessThan(read().turns);
  expect(read('--quick')).toMatchObject({ servers: ['slow'], arms: ['parley'] });
  expect(read('--quick', '--arms', 'stock, parley', '--turns', '2')).toMatchObject({
    servers: ['slow'],
    arms: ['stock', 'parley'],
    armsElsewhere: ['stock', 'parley'],
    turns: 2,
  });
});

test('every problem is told at once, with what there is to choose from', () => {
  const wrong = () => read('--arms', 'stcok', '--servers', 'h100', '--turns', '0');
  expect(wrong).toThrow(/--arms: expected some of stock, parley/);
  expect(wrong).toThrow(/--servers: expected some of slow, real/);
  expect(wrong).toThrow(/--turns/);
  expect(() => read('--turn', '5')).toThrow(/npm run bench -- \[--quick\]/);
});
