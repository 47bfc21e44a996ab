import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { PreparedReply } from './prepared-reply.ts';

function isPending(promise: Promise<void>): Promise<boolean> {
  return Promise.race([promise.then(() => false), sleep(20, true)]);
}

test('a speculation waits for its turn, and for ever when it is thrown away', async () => {
  const prepared = new PreparedReply();
  prepared.begin();
  const waiting = prepared.whenCommitted();
  expect(await isPending(waiting)).toBe(true);
  prepared.settle(false);
  expect(await isPending(waiting)).toBe(true);
});

test('a committed speculation goes on', async () => {
  const prepared = new PreparedReply();
  prepared.begin();
  const waiting = prepared.whenCommitted();
  prepared.settle(true);
  expect(await isPending(waiting)).toBe(false);
});

test('what is said after a speculation was thrown away waits for nothing', async () => {
  const prepared = new PreparedReply();
  prepared.begin();
  prepared.settle(false);
  expect(await isPending(prepared.whenCommitted())).toBe(false);
});

test('an answer to typed words is certain, and ends a speculation', async () => {
  const prepared = new PreparedReply();
  prepared.begin();
  const speculation = prepared.whenCommitted();
  prepared.give();
  expect(await isPending(prepared.whenCommitted())).toBe(false);
  expect(await prepared.whenDecided()).toBe(true);
  expect(await isPending(speculation)).toBe(true);
});
