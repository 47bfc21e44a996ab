import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { checkPorts, listClosedPorts } from './ports.ts';

test('a taken port is named with the variable that moves it; a free one is not', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const taken = { port: (server.address() as AddressInfo).port, host: '127.0.0.1', variable: 'STT_PORT' };
  await expect(checkPorts([taken])).rejects.toThrow(new RegExp(`port ${taken.port} .* is taken.*STT_PORT`));
  expect(await listClosedPorts([taken])).toEqual([]);

  await once(server.close(), 'close');
  await checkPorts([taken]);
  expect(await listClosedPorts([taken])).toEqual([taken]);
});
