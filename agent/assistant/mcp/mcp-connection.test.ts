import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { TestMcpServer } from '../../../stack/mcp-server.ts';
import { closeAll, closeLater, connect, use } from './testing.ts';

afterEach(closeAll);

/** A server over HTTP to which there is a connection. */
async function openTaxi() {
  const server = await TestMcpServer.start();
  closeLater(() => server.stop());
  const opened = connect({ url: server.url });
  await expect.poll(opened.names, { timeout: 20_000 }).toContain('order_taxi');
  return { server, ...opened };
}

test('two tools at once after a server was started anew are used over one new connection', async () => {
  const { server, connection, lines } = await openTaxi();
  const { port } = server;
  await server.stop();
  await sleep(100); // Until its sockets are seen to be closed: what is sent on one may have arrived.
  const next = await TestMcpServer.start(port);
  closeLater(() => next.stop());
  const order = () => use(connection, 'order_taxi', { seconds: 0 });
  expect(await Promise.all([order(), order(), order()])).toEqual(Array(3).fill('The taxi comes at nine.'));
  expect(next.effects).toHaveLength(3);
  expect(next.sessionCount).toBe(1);
  expect(lines.filter((line) => line.includes('be reached'))).toEqual([]);
});

test('one request that fails disturbs no other one', async () => {
  const { server, connection, names } = await openTaxi();
  const taxi = use(connection, 'order_taxi', { seconds: 2 });
  await expect.poll(() => server.calls, { timeout: 5000 }).toEqual(['order_taxi']);
  server.failNext = 500;
  await expect(use(connection, 'read_notice')).rejects.toThrow();
  expect(names()).toContain('order_taxi');
  expect(await taxi).toBe('The taxi comes at nine.');
  expect(server.sessionCount).toBe(1);
});

test.each([404, 400])(
  'a session that is refused with %i is opened anew, and the tool used',
  async (status) => {
    const { server, connection } = await openTaxi();
    server.failNext = status;
    expect(await use(connection, 'read_notice')).toMatch('Notice');
    expect(server.calls).toEqual(['read_notice']);
    await expect.poll(() => server.sessionCount, { timeout: 5000 }).toBe(1);
  },
);

test('a server that goes is missed before it is used', async () => {
  const { server, connection, names } = await openTaxi();
  const { port } = server;
  await server.stop();
  await expect.poll(() => connection.isUnreachable, { timeout: 5000 }).toBe(true);
  expect(names()).toEqual([]);
  const next = await TestMcpServer.start(port);
  closeLater(() => next.stop());
  await expect.poll(names, { timeout: 5000 }).toContain('order_taxi');
  expect(next.sessionCount).toBe(1);
});

test('a server over HTTP is told that a call has ended', async () => {
  const { server, connection } = await openTaxi();
  expect(server.sessionCount).toBe(1);
  await connection.close();
  expect(server.sessionCount).toBe(0);
});
