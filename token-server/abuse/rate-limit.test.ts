import { type Context, Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { answerError } from '../api-error.ts';
import { limitRate } from './rate-limit.ts';

const findClient = (context: Context) => context.req.header('Client') ?? '';

function createLimited(perMinute: number, maxClients?: number) {
  const app = new Hono();
  app.onError(answerError);
  app.use(limitRate({ name: 'key', perMinute, findClient }, maxClients));
  app.get('/', (context) => context.text('here'));
  return (client: string) => app.request('/', { headers: { Client: client } });
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('limitRate', () => {
  it('says where a client stands, and refuses what is too much until the minute is over', async () => {
    const ask = createLimited(2);
    const first = await ask('one');
    expect(first.status).toBe(200);
    expect(first.headers.get('ratelimit-policy')).toBe('"key";q=2;w=60');
    expect(first.headers.get('ratelimit')).toBe('"key";r=1;t=60');
    await ask('one');
    vi.advanceTimersByTime(15_000);
    const refused = await ask('one');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('45');
    expect(refused.headers.get('ratelimit')).toBe('"key";r=0;t=45');
    expect(await refused.json()).toEqual({
      error: { message: 'Too many requests with this key: at most 2 a minute. Try again in 45 s.' },
    });
    vi.advanceTimersByTime(45_001);
    expect((await ask('one')).status).toBe(200);
  });

  it('lets others in meanwhile', async () => {
    const ask = createLimited(1);
    await ask('one');
    expect((await ask('one')).status).toBe(429);
    expect((await ask('other')).status).toBe(200);
  });

  it('tells only so many clients apart, so that they cannot fill the memory', async () => {
    const ask = createLimited(1, 3);
    for (let index = 0; index < 3; index += 1) await ask(`client-${index}`);
    expect((await ask('late-1')).status).toBe(200);
    expect((await ask('late-2')).status).toBe(429);
    vi.advanceTimersByTime(60_001);
    expect((await ask('late-2')).status).toBe(200);
  });
});
