import { z } from 'zod';
import { type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, createDocument } from 'zod-openapi';

import { inviteRequest } from '../authentication/invite-endpoint.ts';
import { callListParameters } from '../calls/call-list-query.ts';
import { callRecord } from '../calls/call-record.ts';
import { dashboardData } from '../dashboard/dashboard-data.ts';
import { tokenRequest } from '../token-request.ts';

const errorBody = z
  .object({
    error: z.object({
      message: z.string(),
      field: z.string().optional().meta({ description: 'The field that was wrong, as a path.' }),
    }),
  })
  .meta({ id: 'Error' });

const joinAnswer = z.object({ server_url: z.string(), participant_token: z.string() });
const missingPart = z.object({ part: z.enum(['livekit-server', 'agent']), message: z.string() });

const descriptions = {
  400: 'The body is no JSON.',
  401: 'A credential is missing, or it is not accepted.',
  403: 'The credential does not allow this.',
  404: 'There is no such thing.',
  405: 'The method is not possible here.',
  413: 'The body is too large.',
  415: 'The body is not declared as JSON.',
  422: 'A field is wrong; the answer names it.',
  429: 'Too many requests, or too many calls at the same time; Retry-After says when to try again.',
  503: 'Something that this needs does not answer.',
} as const;

type Status = keyof typeof descriptions;
type Responses = ZodOpenApiOperationObject['responses'];

function refuse(...statuses: Status[]): Responses {
  const entries = statuses.map((status) => [
    `${status}`,
    { description: descriptions[status], content: { 'application/json': { schema: errorBody } } },
  ]);
  return Object.fromEntries(entries) as Responses;
}

function answer(status: 200 | 201 | 503, description: string, schema: z.ZodType): Responses {
  return { [`${status}`]: { description, content: { 'application/json': { schema } } } };
}

function accept(
  schema: z.ZodType,
  type: 'application/json' | 'application/webhook+json' = 'application/json',
) {
  return { required: true, content: { [type]: { schema } } };
}

/** What any route that asks for a credential may answer. */
const guarded = refuse(401, 403, 429);
const withBody = refuse(400, 413, 415, 422);
const everyone: ZodOpenApiOperationObject['security'] = [];

const callPaths: ZodOpenApiPathsObject = {
  '/token': {
    post: {
      summary: "Ask for a call: LiveKit's standard token endpoint",
      requestBody: accept(tokenRequest),
      responses: {
        ...answer(201, 'Where to join, and a token for one room and one identity.', joinAnswer),
        ...guarded,
        ...withBody,
        ...refuse(503),
      },
    },
  },
  '/calls': {
    post: {
      summary: 'Start a call from a backend: a room, the agent in it, and a token for its caller',
      requestBody: accept(tokenRequest),
      responses: {
        ...answer(201, 'The call, and how its caller joins.', joinAnswer.extend({ call: callRecord })),
        ...guarded,
        ...withBody,
        ...refuse(503),
      },
    },
    get: {
      summary: 'List calls, newest first',
      requestParams: { query: callListParameters },
      responses: {
        ...answer(
          200,
          'A part of the calls; with next_cursor as cursor comes the next one.',
          z.object({ calls: z.array(callRecord), next_cursor: z.string().nullable() }),
        ),
        ...guarded,
        ...refuse(422),
      },
    },
  },
  '/calls/{id}': {
    get: {
      summary: 'One call',
      requestParams: { path: z.object({ id: z.string().min(1) }) },
      responses: { ...answer(200, 'The call.', callRecord), ...guarded, ...refuse(404) },
    },
    delete: {
      summary: 'End a call for everybody in it',
      requestParams: { path: z.object({ id: z.string().min(1) }) },
      responses: { '204': { description: 'It is over.' }, ...guarded, ...refuse(404, 503) },
    },
  },
  '/webhooks/livekit': {
    post: {
      summary: 'Reports of livekit-server, signed with its key',
      security: everyone,
      requestBody: accept(z.looseObject({}), 'application/webhook+json'),
      responses: {
        ...answer(200, 'Taken in.', z.object({ status: z.literal('ok') })),
        ...refuse(401, 413),
      },
    },
  },
};

const operationPaths: ZodOpenApiPathsObject = {
  '/invites': {
    post: {
      summary: 'Make an invite: a link that lets somebody in once',
      requestBody: accept(inviteRequest),
      responses: {
        ...answer(
          201,
          'The invite; its path opens the page with it.',
          z.object({ invite: z.string(), path: z.string(), expires_at: z.iso.datetime() }),
        ),
        ...guarded,
        ...withBody,
      },
    },
  },
  '/authentication': {
    get: {
      summary: 'Whether a credential is needed',
      security: everyone,
      responses: {
        ...answer(200, 'false in development mode.', z.object({ required: z.boolean() })),
        ...refuse(429),
      },
    },
  },
  '/dashboard/data': {
    get: {
      summary: 'How this installation does, for the dashboard',
      responses: { ...answer(200, 'Health, latency by stage, refusals.', dashboardData), ...guarded },
    },
  },
  '/metrics': {
    get: {
      summary: 'Metrics for Prometheus',
      responses: {
        '200': { description: 'Metrics.', content: { 'text/plain': { schema: z.string() } } },
        ...guarded,
      },
    },
  },
  '/healthz': {
    get: {
      summary: 'Whether this process lives',
      security: everyone,
      responses: answer(200, 'It does.', z.object({ status: z.literal('ok') })),
    },
  },
  '/readyz': {
    get: {
      summary: 'Whether a call would be answered now',
      security: everyone,
      responses: {
        ...answer(200, 'It would.', z.object({ status: z.literal('ready') })),
        ...answer(
          503,
          'It would not.',
          z.object({ status: z.enum(['not ready', 'stopping']), missing: z.array(missingPart).optional() }),
        ),
        ...refuse(429),
      },
    },
  },
  '/openapi.json': {
    get: {
      summary: 'This description',
      security: everyone,
      responses: { ...answer(200, 'OpenAPI 3.1.', z.looseObject({})), ...refuse(429) },
    },
  },
};

/** What this server answers, made from the schemas that its routes check by. */
export function describeApi(): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Parley token server',
      version: '1',
      description: 'Times are ISO 8601 in UTC. Every refusal is {error: {message, field?}}.',
    },
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, an invite, or a token of the identity provider.',
        },
      },
    },
    security: [{ bearer: [] }],
    paths: { ...callPaths, ...operationPaths },
  });
}
