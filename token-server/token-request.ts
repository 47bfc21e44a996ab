import { z } from 'zod';

import { ApiError } from './api-error.ts';

/** Limits in bytes of UTF-8, well inside LiveKit's own (name 256, metadata 512 KiB, attributes 64 KiB). */
const MAX_NAME_BYTES = 128;
const MAX_METADATA_BYTES = 4096;
const MAX_ATTRIBUTE_BYTES = 1024;
const MAX_ATTRIBUTES = 16;

/** Letters, digits and `._-`; `lk.` and `parley.` belong to LiveKit and to the agent. */
const ATTRIBUTE_KEY = /^(?!lk\.|parley\.)[\w.-]{1,64}$/;

/** Control characters, lone surrogates, line separators and bidirectional overrides: they disguise a name. */
const DISGUISING_CHARACTERS = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

function describeText(maxBytes: number) {
  return z
    .string('must be a string')
    .refine((text) => Buffer.byteLength(text) <= maxBytes, `is too long: at most ${maxBytes} bytes of UTF-8`);
}

const attributes = z
  .record(
    z.string().regex(ATTRIBUTE_KEY),
    describeText(MAX_ATTRIBUTE_BYTES).refine(
      (text) => !DISGUISING_CHARACTERS.test(text),
      'contains control or text-direction characters',
    ),
    'must be an object of strings',
  )
  .refine(
    (entries) => Object.keys(entries).length <= MAX_ATTRIBUTES,
    `has more than ${MAX_ATTRIBUTES} entries`,
  );

/** Names a room or a participant: anything else might disguise it, or break a log line or an address. */
const chosenName = z
  .string('must be a string')
  .regex(/^[\w.-]{0,128}$/, "must be letters, digits and '._-', at most 128")
  .nullish();

/** Fields of room_config that are the server's to decide; SDKs may send them empty. */
const serverDecided = z.literal(['', 0, false], 'is not a field that clients may set').nullish();

const agent = z.strictObject(
  {
    agent_name: chosenName,
    metadata: describeText(MAX_METADATA_BYTES).nullish(),
    deployment: serverDecided,
    attributes: z.record(z.string(), z.never(), 'must be an object').nullish(),
  },
  { error: describeShape },
);

const roomConfig = z.strictObject(
  {
    agents: z.array(agent, 'must be a list').max(1, 'may name one agent').nullish(),
    name: serverDecided,
    empty_timeout: serverDecided,
    departure_timeout: serverDecided,
    max_participants: serverDecided,
    metadata: serverDecided,
    min_playout_delay: serverDecided,
    max_playout_delay: serverDecided,
    sync_streams: serverDecided,
  },
  { error: describeShape },
);

/**
 * LiveKit's standard token request, narrowed to what a caller may decide. Every field is optional, and null means
 * absent, as in the JSON form of protocol buffers. Names are snake_case; which ones a client may choose is checked later.
 * Source: https://docs.livekit.io/frontends/build/authentication/endpoint/
 */
export const tokenRequest = z.strictObject(
  {
    room_name: chosenName,
    participant_identity: chosenName,
    participant_name: describeText(MAX_NAME_BYTES)
      .refine((text) => !DISGUISING_CHARACTERS.test(text), 'contains control or text-direction characters')
      .nullish(),
    participant_metadata: describeText(MAX_METADATA_BYTES).nullish(),
    participant_attributes: attributes.nullish(),
    room_config: roomConfig.nullish(),
  },
  { error: describeShape },
);

function describeShape(issue: { code?: string }): string {
  return issue.code === 'unrecognized_keys' ? 'is not a field that clients may set' : 'must be a JSON object';
}

/** What a caller asks for. */
export interface TokenRequest {
  room?: string | undefined;
  identity?: string | undefined;
  name?: string | undefined;
  metadata?: string | undefined;
  attributes?: Record<string, string> | undefined;
  agentName?: string | undefined;
  /** Handed to the agent's job as its metadata. */
  agentMetadata?: string | undefined;
}

/** Checks a decoded JSON body. @throws ApiError 422 that names the first wrong field */
export function parseTokenRequest(body: unknown): TokenRequest {
  const result = tokenRequest.safeParse(body);
  if (!result.success) throw toApiError(result.error.issues[0]);
  const { data } = result;
  const dispatch = data.room_config?.agents?.[0];
  return {
    room: data.room_name || undefined,
    identity: data.participant_identity || undefined,
    name: data.participant_name ?? undefined,
    metadata: data.participant_metadata ?? undefined,
    attributes: data.participant_attributes ?? undefined,
    agentName: dispatch?.agent_name || undefined,
    agentMetadata: dispatch?.metadata ?? undefined,
  };
}

function toApiError(issue: z.core.$ZodIssue | undefined): ApiError {
  const path = issue?.path.map(String) ?? [];
  if (issue?.code === 'unrecognized_keys') path.push(issue.keys[0] ?? '');
  const message =
    issue?.code === 'invalid_key'
      ? "is not a key that clients may set: use letters, digits and '._-', at most 64, and no 'lk.' or 'parley.' in front"
      : (issue?.message ?? 'is not valid');
  const field = printField(path);
  return new ApiError(422, field ? `${field} ${message}.` : `The request body ${message}.`, {
    field: field || undefined,
  });
}

/** The path of a field, safe to repeat: a client may have put anything into a key. */
function printField(path: readonly string[]): string {
  const field = path.join('.').replace(new RegExp(DISGUISING_CHARACTERS, 'gu'), '\ufffd');
  return field.length <= 120 ? field : `${field.slice(0, 120)}…`;
}
