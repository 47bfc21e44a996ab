import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';

import type { Context } from 'hono';
import proxyaddr from 'proxy-addr';

/** Of an IPv6 address, what a provider gives to one customer: who has a /64 has all of its addresses. */
const CUSTOMER_GROUPS = 4;

const MAPPED_IPV4 = /^::ffff:(?=\d+\.)/i;

/** Finds whose request this is, for limits: an IPv4 address or an IPv6 network of 64 bits. */
export type FindAddress = (context: Context) => string;

/**
 * Makes the function that reads a client's address: the connection's other end, or, where that is a trusted proxy,
 * the last address in X-Forwarded-For that is not one. What others write into that header counts for nothing.
 *
 * @param trustedProxies - addresses, networks like 10.0.0.0/8, or loopback, linklocal, uniquelocal
 * @throws TypeError when one of them is none of these
 */
export function createAddressFinder(trustedProxies: readonly string[]): FindAddress {
  const trust = proxyaddr.compile([...trustedProxies]);
  return (context) => {
    const { incoming } = (context.env ?? {}) as { incoming?: IncomingMessage };
    const peer = incoming?.socket.remoteAddress;
    if (!incoming || !peer) return 'unknown'; // Gone already, or no socket at all, as in tests.
    const address = proxyaddr(incoming, trust);
    return toCustomer(isIP(address) ? address : peer);
  };
}

function toCustomer(address: string): string {
  const plain = address.replace(MAPPED_IPV4, '');
  if (!isIPv6(plain)) return plain;
  const [left = '', right] = (plain.split('%')[0] ?? '').split('::');
  const groups = left ? left.split(':') : [];
  const last = right ? right.split(':') : [];
  // A '::' stands for as many zeros as are missing; an IPv4 tail takes two groups, but never one of the first four.
  const missing = right === undefined ? 0 : 8 - groups.length - last.length;
  const all = [...groups, ...Array<string>(Math.max(missing, 0)).fill('0'), ...last];
  return `${all
    .slice(0, CUSTOMER_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
