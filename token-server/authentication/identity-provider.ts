import { createHash } from 'node:crypto';

import { type JWTPayload, createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';

import { ApiError } from '../api-error.ts';
import type { Client } from './client.ts';

/** Signatures with a public key only. With HS256 among them, anyone could sign with that public key. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** How far the clocks of the provider and of this machine may differ. */
const CLOCK_SKEW_S = 30;

const REQUEST_TIMEOUT_MS = 5000;

/** A provider that is down is asked again this often, not with every request. */
const RETRY_AFTER_MS = 5000;

/** Whose tokens are accepted, and for whom they have to be made. */
export interface IdentityProviderConfig {
  issuer: string;
  audience: string;
  /** Who has it in its scope, roles or groups may operate. */
  operateScope: string;
}

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** Checks JWTs of an OpenID provider, whose keys it finds by discovery at the first request and keeps up to date. */
export class IdentityProvider {
  readonly #config: IdentityProviderConfig;
  #keys: Promise<KeySet> | undefined;

  constructor(config: IdentityProviderConfig) {
    this.#config = config;
  }

  /** Whose token this is; undefined when it is not good. @throws ApiError 503 when the provider does not answer */
  async verify(token: string): Promise<Client | undefined> {
    const keys = await this.#findKeys();
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        issuer: this.#config.issuer,
        audience: this.#config.audience,
        clockTolerance: CLOCK_SKEW_S,
        requiredClaims: ['sub', 'exp'],
      });
      return this.#describe(payload);
    } catch (error) {
      if (isAboutToken(error)) return undefined;
      throw this.#refuse(error);
    }
  }

  #describe(payload: JWTPayload): Client {
    const mayOperate = listScopes(payload).includes(this.#config.operateScope);
    return {
      name: `identity-${pseudonymize(payload)}`,
      kind: 'identity',
      may: new Set(mayOperate ? ['call', 'operate'] : ['call']),
    };
  }

  async #findKeys(): Promise<KeySet> {
    if (!this.#keys) {
      const search = discoverKeys(this.#config.issuer);
      this.#keys = search;
      search.catch(() => {
        setTimeout(() => (this.#keys = undefined), RETRY_AFTER_MS).unref();
      });
    }
    try {
      return await this.#keys;
    } catch (error) {
      throw this.#refuse(error);
    }
  }

  #refuse(cause: unknown): ApiError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    console.error(`The identity provider at ${this.#config.issuer} cannot be asked: ${reason}`);
    return new ApiError(503, 'The identity provider does not answer; try again in a few seconds.', {
      headers: { 'Retry-After': String(RETRY_AFTER_MS / 1000) },
    });
  }
}

/** Reads `<issuer>/.well-known/openid-configuration` (OpenID Connect Discovery 1.0, section 4). */
async function discoverKeys(issuer: string): Promise<KeySet> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const document = discovery.safeParse(await response.json());
  if (!document.success) throw new Error(`${url} has no issuer and jwks_uri`);
  if (document.data.issuer !== issuer) {
    throw new Error(`${url} describes the issuer ${document.data.issuer}: set OIDC_ISSUER to exactly that`);
  }
  const keysUrl = new URL(document.data.jwks_uri);
  if (keysUrl.protocol !== new URL(issuer).protocol)
    throw new Error(`its jwks_uri is not like its issuer: ${keysUrl.href}`);
  return createRemoteJWKSet(keysUrl, { timeoutDuration: REQUEST_TIMEOUT_MS });
}

/** What jose throws is about the token, except for these. */
function isAboutToken(error: unknown): boolean {
  const isAboutKeys = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  if (!(error instanceof errors.JOSEError) || isAboutKeys) return false;
  // A plain JOSEError is an answer of the provider that is not a list of keys.
  return error.constructor !== errors.JOSEError;
}

/** RFC 9068, 2.2.3: scope is one text, roles and groups are lists. */
function listScopes({ scope, roles, groups }: JWTPayload): unknown[] {
  const words = typeof scope === 'string' ? scope.split(' ') : [];
  return [words, roles, groups].flatMap((list: unknown) => (Array.isArray(list) ? (list as unknown[]) : []));
}

/** A subject may be a name or an address: logs and limits need only tell one from another. */
function pseudonymize({ iss, sub }: JWTPayload): string {
  return createHash('sha256')
    .update(JSON.stringify([iss, sub]))
    .digest('base64url')
    .slice(0, 16);
}
