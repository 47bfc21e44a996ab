import { tmpdir } from 'node:os';

import { expect, it } from 'vitest';

import { createApp } from '../app.ts';
import { findFreePort, testConfig } from '../testing.ts';

it('counts what was asked, how long it took, and why it was refused, and names nobody', async () => {
  const livekitHttpUrl = `http://127.0.0.1:${await findFreePort()}`;
  const abuse = { ...testConfig.abuse, rateLimitPerKey: 6 };
  const app = createApp({ ...testConfig, livekitHttpUrl, abuse }, tmpdir());
  const ask = (body: string) =>
    app.request('/token', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
  await app.request('/nowhere/Zoë');
  await app.request('/calls/some-call');
  await ask('{"participant_name": "Zoë\\n"}');
  await ask('{');
  await ask('{"participant_name": "Zoë"}'); // livekit-server is away.
  const answer = await app.request('/metrics');
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const metrics = await answer.text();
  for (const line of [
    'http_request_duration_seconds_count{method="POST",route="/token",status="422"} 1',
    'http_request_duration_seconds_count{method="GET",route="/calls/:id",status="404"} 1',
    'parley_refusals_total{reason="invalid"} 1',
    'parley_refusals_total{reason="malformed"} 1',
    'parley_refusals_total{reason="livekit"} 1',
    'parley_calls{state="waiting"} 0',
    'parley_calls{state="live"} 0',
  ])
    expect(metrics).toContain(line);
  expect(metrics).toContain('process_resident_memory_bytes');
  expect(metrics).not.toMatch(/Zo|some-call/);

  await ask('{}');
  expect((await ask('{}')).status).toBe(429); // The limit by key counts all that a client asks for.
});
