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

const serverChosen = z.null('is chosen by the server: leave it out').optional();

/**
 * LiveKit's standard token request, narrowed to what a caller may decide. Every field is optional and null means
 * absent, as in the JSON form of protocol buffers, which the mobile SDKs send.
 * Source: https://docs.livekit.io/frontends/build/authentication/endpoint/
 */
function describeTokenRequest(agentName: string) {
  const agent = z.strictObject(
    {
      agent_name: z.literal(agentName, `must be '${agentName}', the only agent here`).nullish(),
      metadata: describeText(MAX_METADATA_BYTES).nullish(),
    },
    { error: describeShape },
  );
  const roomConfig = z.strictObject(
    { agents: z.array(agent, 'must be a list').max(1, 'may name one agent').nullish() },
    { error: describeShape },
  );
  return z.strictObject(
    {
      room_name: serverChosen,
      participant_identity: serverChosen,
      participant_name: describeText(MAX_NAME_BYTES)
        .refine((text) => !DISGUISING_CHARACTERS.test(text), 'contains control or text-direction characters')
        .nullish(),
      participant_metadata: describeText(MAX_METADATA_BYTES).nullish(),
      participant_attributes: attributes.nullish(),
      room_config: roomConfig.nullish(),
    },
    { error: describeShape },
  );
}

function describeShape(issue: { code?: string }): string {
  return issue.code === 'unrecognized_keys' ? 'is not a field that clients may set' : 'must be a JSON object';
}

/** What a caller decides about its own participant and its job; everything else is the server's choice. */
export interface TokenRequest {
  name?: string | undefined;
  metadata?: string | undefined;
  attributes?: Record<string, string> | undefined;
  /** Handed to the agent's job as its metadata. */
  agentMetadata?: string | undefined;
}

/** Makes the function that checks a decoded JSON body; it throws an ApiError 422 that names the first wrong field. */
export function createTokenRequestParser(agentName: string): (body: unknown) => TokenRequest {
  const schema = describeTokenRequest(agentName);
  return (body) => {
    const result = schema.safeParse(body);
    if (!result.success) throw toApiError(result.error.issues[0]);
    const request = result.data;
    return {
      name: request.participant_name ?? undefined,
      metadata: request.participant_metadata ?? undefined,
      attributes: request.participant_attributes ?? undefined,
      agentMetadata: request.room_config?.agents?.[0]?.metadata ?? undefined,
    };
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
  return new ApiError(
    422,
    field ? `${field} ${message}.` : `The request body ${message}.`,
    field || undefined,
  );
}

/** The path of a field, safe to repeat: a client may have put anything into a key. */
function printField(path: readonly string[]): string {
  const field = path.join('.').replace(new RegExp(DISGUISING_CHARACTERS, 'gu'), '\ufffd');
  return field.length <= 120 ? field : `${field.slice(0, 120)}…`;
}
