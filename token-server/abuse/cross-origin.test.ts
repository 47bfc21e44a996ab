import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';

import { allowOrigins } from './cross-origin.ts';

const app = new Hono();
app.use(allowOrigins(['https://app.example.com']));
app.post('/', (context) => context.text('token', 201));
app.all('/', (context) => context.text('no', 405));

function ask(method: string, origin: string | undefined) {
  const headers = {
    ...(origin && { Origin: origin }),
    ...(method === 'OPTIONS' && { 'Access-Control-Request-Method': 'POST' }),
  };
  return app.request('/', { method, headers });
}

describe('allowOrigins', () => {
  it('lets the pages of a listed origin ask, with a credential', async () => {
    const preflight = await ask('OPTIONS', 'https://app.example.com');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('Authorization,Content-Type');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await ask('POST', 'https://app.example.com');
    expect(answer.status).toBe(201);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it.each([
    'https://evil.example',
    'null',
    'http://app.example.com',
    'https://app.example.com.evil.example',
    'https://app.example.com:8443',
    'https://APP.example.com',
  ])('gives browsers nothing for %s', async (origin) => {
    const preflight = await ask('OPTIONS', origin);
    expect(preflight.status).toBe(405);
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect((await ask('POST', origin)).headers.get('access-control-allow-origin')).toBeNull();
  });
});
