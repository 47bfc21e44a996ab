/** What the tests about who is let in share. */
import { createServer } from 'node:http';

import {
  type CryptoKey,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
  exportJWK,
  generateKeyPair,
} from 'jose';

import { listen } from '../testing.ts';

/** An OpenID provider as far as we know one: discovery, its public keys, and tokens. */
export interface TestIdentityProvider {
  issuer: string;
  audience: string;
  publicKey: CryptoKey;
  /** A good access token, unless the claims or the head say otherwise; undefined takes a claim away. */
  sign: (
    claims?: Partial<Record<keyof JWTPayload, unknown>>,
    head?: Partial<JWTHeaderParameters>,
    key?: CryptoKey,
  ) => Promise<string>;
  /** Signs with a new key from now on, and publishes only that one. */
  changeKey: () => Promise<void>;
  stop: () => void;
}

/** Starts a provider on loopback whose key is an ES256 one. */
export async function startIdentityProvider(): Promise<TestIdentityProvider> {
  let keyId = 1;
  let pair = await generateKeyPair('ES256');
  const server = createServer((request, response) => {
    const documents: Record<string, () => Promise<unknown>> = {
      '/.well-known/openid-configuration': () => Promise.resolve({ issuer, jwks_uri: `${issuer}/keys` }),
      '/keys': async () => ({
        keys: [{ ...(await exportJWK(pair.publicKey)), kid: `key-${keyId}`, alg: 'ES256' }],
      }),
    };
    const read = documents[request.url ?? ''];
    if (!read) return void response.writeHead(404).end();
    void read().then((document) =>
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(document)),
    );
  });
  const issuer = await listen(server);
  const audience = 'parley';
  return {
    issuer,
    audience,
    publicKey: pair.publicKey,
    sign: (claims, head, key = pair.privateKey) => {
      const now = Math.floor(Date.now() / 1000);
      const good = { iss: issuer, aud: audience, sub: 'zoe@example.com', iat: now, exp: now + 300 };
      const header = { alg: 'ES256', typ: 'at+jwt', kid: `key-${keyId}`, ...head };
      return new SignJWT({ ...good, ...claims }).setProtectedHeader(header).sign(key);
    },
    changeKey: async () => {
      pair = await generateKeyPair('ES256');
      keyId += 1;
    },
    stop: () => {
      server.close().closeAllConnections();
    },
  };
}
