import type { MiddlewareHandler } from 'hono';

import { ApiError } from '../api-error.ts';
import { API_KEY_PREFIX, ApiKeys } from './api-keys.ts';
import type { Client, ClientEnv } from './client.ts';
import type { AuthenticationConfig } from './config.ts';
import { IdentityProvider } from './identity-provider.ts';
import { INVITE_PREFIX, verifyInvite } from './invites.ts';
import { isLoopbackHost } from './loopback.ts';

/** RFC 6750: a scheme in any case, then one token. */
const BEARER = /^bearer +([\w.~+/-]+=*)$/i;

const developer: Client = { name: 'development', kind: 'development', may: new Set(['call', 'operate']) };

/** Finds out who sends a request. */
export interface Authentication {
  /** False in development mode: whoever reaches this server, on this machine, is let in. */
  isRequired: boolean;
  /** One line for the log about who may come in. */
  summary: string;
  /** Sets `context.var.client`, or refuses: 401 without a good credential. */
  middleware: MiddlewareHandler<ClientEnv>;
}

/**
 * Lets clients in by API key, by invite or by a token of the identity provider, as configured; with none of these
 * configured, everyone on this machine (development mode).
 * @throws Error when the file of API keys cannot be used
 */
export function createAuthentication(
  config: AuthenticationConfig,
  apiSecrets: readonly string[],
): Authentication {
  const { apiKeysFile, identityProvider } = config;
  if (!apiKeysFile && !identityProvider) {
    return {
      isRequired: false,
      summary: 'Development mode: everyone on this machine may call and operate, without a key.',
      middleware: letThisMachineIn,
    };
  }
  const keys = apiKeysFile ? new ApiKeys(apiKeysFile) : undefined;
  const provider = identityProvider && new IdentityProvider(identityProvider);
  const identify = async (credential: string): Promise<Client | undefined> => {
    if (credential.startsWith(API_KEY_PREFIX)) return keys?.find(credential);
    if (credential.startsWith(INVITE_PREFIX)) return verifyInvite(apiSecrets, credential);
    return provider?.verify(credential);
  };
  return { isRequired: true, summary: summarize(config, keys), middleware: letCredentialsIn(identify) };
}

function letCredentialsIn(
  identify: (credential: string) => Promise<Client | undefined>,
): MiddlewareHandler<ClientEnv> {
  return async (context, next) => {
    const header = context.req.header('authorization');
    if (header === undefined)
      throw refuse("Send a credential: 'Authorization: Bearer …'.", 'Bearer realm="parley"');
    const credential = BEARER.exec(header)?.[1];
    const client = credential === undefined ? undefined : await identify(credential);
    if (!client) {
      throw refuse(
        'This credential is not accepted: it is unknown, expired, revoked or used up. Ask for a new one.',
        'Bearer realm="parley", error="invalid_token"',
      );
    }
    context.set('client', client);
    await next();
  };
}

/** What a proxy adds; what comes through one comes from another machine. */
const FORWARDING_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/**
 * Only under a name of this machine and from its own pages. Anything else came through a proxy, or from a site of somebody
 * else, whose name may have been made to mean this machine (DNS rebinding).
 */
const letThisMachineIn: MiddlewareHandler<ClientEnv> = async (context, next) => {
  const origin = context.req.header('origin');
  const isFromHere = [context.req.url, ...(origin === undefined ? [] : [origin])].every(isOfThisMachine);
  if (!isFromHere || FORWARDING_HEADERS.some((name) => context.req.header(name) !== undefined)) {
    throw new ApiError(
      403,
      'Development mode serves only this machine, under 127.0.0.1 or localhost. To let others in, set API_KEYS_FILE or OIDC_ISSUER.',
    );
  }
  context.set('client', developer);
  await next();
};

function isOfThisMachine(url: string): boolean {
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}

function refuse(message: string, challenge: string): ApiError {
  return new ApiError(401, message, { headers: { 'WWW-Authenticate': challenge } });
}

function summarize(
  { apiKeysFile, identityProvider }: AuthenticationConfig,
  keys: ApiKeys | undefined,
): string {
  const ways = ['invites'];
  if (keys) ways.unshift(`API keys (${keys.count} in ${apiKeysFile})`);
  if (identityProvider) ways.push(`tokens of ${identityProvider.issuer}`);
  const hint = keys?.count === 0 && !identityProvider ? ' Make a key: npm run keys -- add NAME' : '';
  return `Lets in: ${ways.join(', ')}.${hint}`;
}
