import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';

import { createAddressFinder } from './client-address.ts';

/** What is found for a request from `peer` with these headers. */
async function find(peer: string | undefined, forwarded: string | undefined, trusted: string[] = []) {
  const findAddress = createAddressFinder(trusted);
  const app = new Hono().get('/', (context) => context.text(findAddress(context)));
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const incoming = { headers, socket: { remoteAddress: peer }, connection: { remoteAddress: peer } };
  return (await app.request('/', {}, { incoming })).text();
}

describe('createAddressFinder', () => {
  it.each([
    ['the other end of the connection', '203.0.113.9', undefined, [], '203.0.113.9'],
    ['an IPv4 address that came over IPv6', '::ffff:203.0.113.9', undefined, [], '203.0.113.9'],
    ['no header from somebody who is not trusted', '203.0.113.9', '198.51.100.1', [], '203.0.113.9'],
    ['the header of a trusted proxy', '127.0.0.1', '198.51.100.1', ['loopback'], '198.51.100.1'],
    [
      'the address that a network of proxies saw',
      '10.0.0.2',
      '1.1.1.1, 198.51.100.1, 10.0.0.7',
      ['10.0.0.0/8'],
      '198.51.100.1',
    ],
    [
      'not what the client wrote in front',
      '127.0.0.1',
      '1.1.1.1, 198.51.100.1',
      ['127.0.0.1'],
      '198.51.100.1',
    ],
    ['the proxy itself, when it forwards nonsense', '127.0.0.1', 'unknown', ['loopback'], '127.0.0.1'],
    ['one network of 64 bits', '2001:db8:1:2:3:4:5:6', undefined, [], '2001:db8:1:2::/64'],
    ['the same network, written short', '2001:0db8:1:2::9', undefined, [], '2001:db8:1:2::/64'],
    ['a network with zeros in it', '2001:db8::7', undefined, [], '2001:db8:0:0::/64'],
    ['the loopback of IPv6', '::1', undefined, [], '0:0:0:0::/64'],
    ['a link-local address with its interface', 'fe80::1%eth0', undefined, [], 'fe80:0:0:0::/64'],
    ['nobody, when the connection is gone', undefined, '198.51.100.1', ['loopback'], 'unknown'],
  ])('takes %s', async (_, peer, forwarded, trusted, expected) => {
    expect(await find(peer, forwarded, trusted)).toBe(expected);
  });
});
