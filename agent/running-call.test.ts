import { expect, test } from 'vitest';
import { parseRunningCall } from './running-call.ts';

test('a worker tells the report of a running call from the messages of the framework', () => {
  const call = { room: 'call-1', agentIdentity: 'agent-1', metadata: '' };
  expect(parseRunningCall({ case: 'parley.runningCall', value: call })).toEqual(call);
  expect(parseRunningCall({ case: 'pongResponse', value: { timestamp: 1 } })).toBeUndefined();
  expect(parseRunningCall(undefined)).toBeUndefined();
});
