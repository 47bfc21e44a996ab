import { setTimeout as sleep } from 'node:timers/promises';
import { llm, voice } from '@livekit/agents';
import { expect, test } from 'vitest';
import { createTextSession, serveScript } from '../testing.ts';
import { reportTools } from './tool-report.ts';
import type { ToolUse } from './tool-report.ts';

/** A session whose model uses the tool `look_up` once, and what the page is told of it. */
async function useTool(execute: () => Promise<string>) {
  const model = await serveScript((messages) =>
    messages.some(({ role }) => role === 'tool') ? ['Done.'] : { tool: 'look_up' },
  );
  const session = createTextSession(model.address);
  const told: ToolUse[] = [];
  const publishData = (payload: Uint8Array) => {
    told.push(JSON.parse(new TextDecoder().decode(payload)) as ToolUse);
    return Promise.resolve();
  };
  reportTools(session, () => ({ publishData }));
  const tools = { look_up: llm.tool({ description: 'Looks something up.', execute }) };
  await session.start({ agent: new voice.Agent({ instructions: 'Answer.', tools }), record: false });
  const stop = async () => {
    await session.close();
    model.close();
  };
  return { session, told, stop };
}

test('a tool is told when it starts and when it is done, without what it is about', async () => {
  const { session, told, stop } = await useTool(() => sleep(60, 'private'));
  session.generateReply({ userInput: 'Where is Ada?' });
  await expect.poll(() => told.length).toBe(2);
  expect(told).toEqual([
    { version: 1, id: 'call-1', name: 'look_up', state: 'running' },
    { version: 1, id: 'call-1', name: 'look_up', state: 'done', durationMs: expect.any(Number) as number },
  ]);
  expect(told[1]?.durationMs).toBeGreaterThanOrEqual(55);
  await stop();
});

test('a tool that throws has failed', async () => {
  const { session, told, stop } = await useTool(() => Promise.reject(new Error('no such person')));
  session.generateReply({ userInput: 'Where is Ada?' });
  await expect.poll(() => told.map(({ state }) => state)).toEqual(['running', 'failed']);
  await stop();
});

test('a tool goes on when the answer that asked for it is interrupted, and its end is told', async () => {
  const { session, told, stop } = await useTool(() => sleep(1000, 'late'));
  session.generateReply({ userInput: 'Where is Ada?' });
  await expect.poll(() => told.length).toBe(1);
  session.interrupt();
  await expect.poll(() => told.map(({ state }) => state), { timeout: 5000 }).toEqual(['running', 'done']);
  await stop();
});
