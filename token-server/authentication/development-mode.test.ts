import { tmpdir } from 'node:os';

import { expect, it } from 'vitest';

import { createApp } from '../app.ts';
import { testConfig } from '../testing.ts';

// A server that asks for no credential: who is let in, by where the request comes from.

const app = createApp(testConfig, tmpdir());

function invite(headers: Record<string, string>, host: string) {
  return app.request(`http://${host}/invites`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: '{}',
  });
}

it.each([
  ['a program on this machine', '127.0.0.1:3000', {}],
  ['its own page', 'localhost:3000', { Origin: 'http://localhost:3000' }],
  ['a page that is being developed', '[::1]:3000', { Origin: 'http://localhost:5173' }],
  ['a program with a credential, which nobody asked for', '127.0.0.1:3000', { Authorization: 'Bearer x' }],
])('lets in %s', async (_, host, headers: Record<string, string>) => {
  expect((await invite(headers, host)).status).toBe(201);
});

it.each([
  ['another name of this machine', 'my-laptop.local:3000', {}],
  ['a site whose name was made to mean this machine (DNS rebinding)', 'evil.example:3000', {}],
  ['a name that only begins like this machine', '127.0.0.1.evil.example:3000', {}],
  ['a site of somebody else in the browser (CSRF)', '127.0.0.1:3000', { Origin: 'https://evil.example' }],
  ['a page of no site', '127.0.0.1:3000', { Origin: 'null' }],
  ['another machine, through a proxy', '127.0.0.1:3000', { 'X-Forwarded-For': '203.0.113.7' }],
  ['another machine, through a standard proxy', '127.0.0.1:3000', { Forwarded: 'for=203.0.113.7' }],
])('keeps out %s', async (_, host, headers: Record<string, string>) => {
  const answer = await invite(headers, host);
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('Development mode serves only this machine');
});
