import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { abuseVariables, findTlsProblems, readAbuse } from './config.ts';

const schema = z.object(abuseVariables);
const messages = (env: Record<string, string>) =>
  schema.safeParse(env).error?.issues.map(({ message }) => message) ?? [];

describe('the configuration against abuse', () => {
  it('has limits and trusts nobody unless told otherwise', () => {
    expect(readAbuse(schema.parse({}))).toEqual({
      trustedProxies: [],
      corsOrigins: [],
      rateLimitPerAddress: 600,
      rateLimitPerKey: 120,
      maxCallsPerKey: 50,
      tls: undefined,
    });
  });

  it('reads lists with commas and spaces', () => {
    const env = {
      TRUSTED_PROXIES: 'loopback, 10.0.0.0/8,2001:db8::1',
      CORS_ORIGINS: 'https://app.example.com, http://localhost:5173,',
      TLS_CERT_FILE: 'cert.pem',
      TLS_KEY_FILE: 'key.pem',
    };
    expect(readAbuse(schema.parse(env))).toMatchObject({
      trustedProxies: ['loopback', '10.0.0.0/8', '2001:db8::1'],
      corsOrigins: ['https://app.example.com', 'http://localhost:5173'],
      tls: { certFile: 'cert.pem', keyFile: 'key.pem' },
    });
  });

  it.each([
    ['TRUSTED_PROXIES', '10.0.0.0/99'],
    ['TRUSTED_PROXIES', 'proxy.example.com'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://app.example.com/'],
    ['CORS_ORIGINS', 'null'],
    ['RATE_LIMIT_PER_ADDRESS', '0'],
    ['RATE_LIMIT_PER_KEY', '1.5'],
    ['MAX_CALLS_PER_KEY', 'many'],
  ])('refuses %s=%s', (name, value) => {
    expect(messages({ [name]: value })).toEqual([expect.stringContaining(name)]);
  });

  it('wants a certificate and its key, or neither', () => {
    expect(findTlsProblems({ TLS_CERT_FILE: 'cert.pem' })).toEqual([expect.stringContaining('TLS_KEY_FILE')]);
    expect(findTlsProblems({ TLS_CERT_FILE: 'cert.pem', TLS_KEY_FILE: 'key.pem' })).toEqual([]);
    expect(findTlsProblems({})).toEqual([]);
  });
});
