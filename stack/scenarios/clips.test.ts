import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Clips } from './clips.ts';

test('speech is kept by who speaks: another model is asked anew, and so is a server that has failed', async () => {
  const asked: string[] = [];
  let status = 503;
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      asked.push((JSON.parse(body) as { model: string }).model);
      response.writeHead(status).end(Buffer.from(new Int16Array(2400).fill(3000).buffer));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const folder = await mkdtemp(join(tmpdir(), 'parley-clips-'));

  const clips = new Clips(folder, { baseUrl, model: 'kokoro' });
  await expect(clips.speak('am_michael', ['Hello.'])).rejects.toThrow('TTS answered 503');
  status = 200;
  for (const model of ['kokoro', 'kokoro', 'other'])
    expect((await new Clips(folder, { baseUrl, model }).speak('am_michael', ['Hello.'])).length).toBe(2400);
  await clips.speak('am_michael', ['Hello.']);
  expect(asked).toEqual(['kokoro', 'kokoro', 'other']);
  server.close();
  await rm(folder, { recursive: true });
});
