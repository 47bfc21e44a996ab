import { tmpdir } from 'node:os';

import { describe, expect, it } from 'vitest';

import { createApp } from '../app.ts';
import { testConfig } from '../testing.ts';
import { describeApi } from './openapi.ts';

const app = createApp(testConfig, tmpdir());
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** `POST /token`, of everything that is described. */
function listDescribed(): string[] {
  return Object.entries(describeApi().paths ?? {}).flatMap(([path, item]) =>
    methods.filter((method) => item[method]).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

describe('GET /openapi.json', () => {
  it('describes every route, and no other', () => {
    const routes = app.routes
      .filter(({ method, path }) => method !== 'ALL' && path !== '/')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(listDescribed().sort()).toEqual([...new Set(routes)].sort());
  });

  it('is served, with the fields that the routes check', async () => {
    const description = (await (await app.request('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<
        string,
        Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>
      >;
    };
    expect(description.openapi).toBe('3.1.0');
    const { schema } = description.paths['/token']?.['post']?.requestBody?.content['application/json'] ?? {};
    expect(schema).toMatchObject({
      additionalProperties: false,
      properties: { participant_name: {}, participant_attributes: {}, room_config: {} },
    });
  });

  it('asks for a credential wherever the server does', () => {
    const open = Object.entries(describeApi().paths ?? {}).flatMap(([path, item]) =>
      methods.filter((method) => item[method]?.security?.length === 0).map((method) => `${method} ${path}`),
    );
    expect(open.sort()).toEqual([
      'get /authentication',
      'get /healthz',
      'get /openapi.json',
      'get /readyz',
      'post /webhooks/livekit',
    ]);
  });
});
