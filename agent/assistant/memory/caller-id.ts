import { createHmac } from 'node:crypto';
import type { RemoteParticipant } from '@livekit/rtc-node';

/** Set by the token server for whom it can tell apart from others; clients can't set what begins with `parley.`. */
const CALLER_ATTRIBUTE = 'parley.caller';

/** livekit.ParticipantInfo.Kind.SIP; the library that names it takes a second to load, which a terminal has no use for. */
const SIP_KIND = 3;

/** Set by LiveKit SIP, for participants of its own kind. */
const PHONE_ATTRIBUTE = 'sip.phoneNumber';

/** A number that may be somebody's; services that withhold it send words or nothing. */
const PHONE_NUMBER = /^\+?\d{5,15}$/;

const ID_BYTES = 16;

/**
 * Who calls, as something else than the caller vouches for it: the token server, or the telephone network. An id tells
 * callers apart and says nothing else about them.
 *
 * @param secret - LIVEKIT_API_SECRET; with another one, everybody is somebody else.
 * @returns undefined for whom nobody vouches.
 */
export function identifyCaller(
  { kind, attributes }: Pick<RemoteParticipant, 'kind' | 'attributes'>,
  secret: string,
): string | undefined {
  if ((kind as number) === SIP_KIND) return identifyPhone(attributes[PHONE_ATTRIBUTE] ?? '', secret);
  return attributes[CALLER_ATTRIBUTE];
}

/** The id of whoever calls from a number; undefined for what is none. */
export function identifyPhone(phone: string, secret: string): string | undefined {
  const number = phone.replace(/[\s().-]/g, '');
  if (!PHONE_NUMBER.test(number)) return undefined;
  const content = JSON.stringify(['parley memory', 'phone', number]);
  return createHmac('sha256', secret).update(content).digest().subarray(0, ID_BYTES).toString('hex');
}
