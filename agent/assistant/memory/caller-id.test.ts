import { ParticipantKind } from '@livekit/rtc-node';
import { expect, test } from 'vitest';
import { identifyCaller, identifyPhone } from './caller-id.ts';

const SECRET = 'a'.repeat(32);
const identify = (kind: ParticipantKind, attributes: Record<string, string>) =>
  identifyCaller({ kind, attributes }, SECRET);

test('a telephone is known by its number, which the id does not tell', () => {
  const id = identify(ParticipantKind.SIP, { 'sip.phoneNumber': '+49 30 123456' });
  expect(id).toBe(identifyPhone('+4930123456', SECRET));
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(id).not.toBe(identifyPhone('+4930123456', 'b'.repeat(32)));
});

test.each([['anonymous'], ['Restricted'], [''], ['110']])(
  'a number that is withheld is nobody: %j',
  (number) => {
    expect(identify(ParticipantKind.SIP, { 'sip.phoneNumber': number })).toBeUndefined();
  },
);

test('a browser is whom the token server vouches for; what it claims of a telephone counts for nothing', () => {
  expect(identify(ParticipantKind.STANDARD, { 'parley.caller': 'abc' })).toBe('abc');
  expect(identify(ParticipantKind.STANDARD, { 'sip.phoneNumber': '+4930123456' })).toBeUndefined();
  expect(identify(ParticipantKind.STANDARD, {})).toBeUndefined();
});
