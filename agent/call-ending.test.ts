import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { voice } from '@livekit/agents';
import { expect, test, vi } from 'vitest';
import { ScriptedLlm } from '../stack/scripted-llm.ts';
import { CallEnding, limitDuration } from './call-ending.ts';
import { createTextSession } from './testing.ts';

async function openCall() {
  const model = await ScriptedLlm.start();
  const session = createTextSession(model.address);
  const ending = new CallEnding(session);
  await session.start({ agent: new voice.Agent({ instructions: '' }), record: false });
  const closed = once(session, voice.AgentSessionEventTypes.Close).finally(() => model.stop());
  const said = () =>
    session.history.items.flatMap((item) => (item.type === 'message' ? [item.textContent] : []));
  return { session, ending, closed, said };
}

test('a call that the agent ends has heard its goodbye, and is recorded as ended by it', async () => {
  const { ending, closed, said } = await openCall();
  expect(await ending.hangUp('timeLimit', 'Goodbye.')).toBe(true);
  await closed;
  expect(said()).toEqual(['Goodbye.']);
  expect(ending.end).toBe('timeLimit');
});

test('a caller who speaks over the goodbye for their silence keeps the call', async () => {
  const { session, ending, closed } = await openCall();
  const hangingUp = ending.hangUp('idle', 'Goodbye.');
  session.interrupt();
  expect(await hangingUp).toBe(false);
  await session.close();
  await closed;
  expect(ending.end).toBe('caller');
});

test('a caller who speaks over the goodbye for their silence has no longer call than any other', async () => {
  const { session, ending, closed, said } = await openCall();
  const hangingUp = ending.hangUp('idle', 'Goodbye.');
  const isUp = ending.hangUp('timeLimit', 'Our time is up.');
  session.interrupt();
  expect(await Promise.all([hangingUp, isUp])).toEqual([true, true]);
  await closed;
  expect(said().at(-1)).toBe('Our time is up.');
  expect(ending.end).toBe('timeLimit');
});

test('a call that is over has no time limit any more', async () => {
  const { session, ending, closed } = await openCall();
  const hangUp = vi.spyOn(ending, 'hangUp');
  limitDuration(ending, 1 / 60, () => 'Our time is up.');
  await session.close();
  await closed;
  await sleep(1100);
  expect(hangUp).not.toHaveBeenCalled();
});
