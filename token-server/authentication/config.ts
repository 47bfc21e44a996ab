import { z } from 'zod';

import type { IdentityProviderConfig } from './identity-provider.ts';
import { isLoopbackHost } from './loopback.ts';

const issuerMessage =
  'OIDC_ISSUER must be a URL that begins with https://, for example https://id.example.com/realms/main (http:// on this machine only).';

/** The variables about who is let in. */
export const authenticationVariables = {
  API_KEYS_FILE: z.string().optional(),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: issuerMessage })
    .refine((text) => {
      const { protocol, hostname } = new URL(text);
      return protocol === 'https:' || isLoopbackHost(hostname);
    }, issuerMessage)
    .optional(),
  OIDC_AUDIENCE: z.string().optional(),
  OIDC_OPERATE_SCOPE: z.string().default('parley:operate'),
};

type Variables = z.infer<z.ZodObject<typeof authenticationVariables>>;

/** How clients are let in; with neither, everyone on this machine is. */
export interface AuthenticationConfig {
  apiKeysFile: string | undefined;
  identityProvider: IdentityProviderConfig | undefined;
}

/** What the variables come to, once {@link findAuthenticationProblems} finds nothing. */
export function readAuthentication(variables: Variables): AuthenticationConfig {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_OPERATE_SCOPE: operateScope } = variables;
  return {
    apiKeysFile: variables.API_KEYS_FILE,
    identityProvider: issuer && audience ? { issuer, audience, operateScope } : undefined,
  };
}

/** What is wrong about several variables together: one line each. */
export function findAuthenticationProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  const { TOKEN_SERVER_HOST: host = '127.0.0.1', API_KEYS_FILE: file, OIDC_ISSUER: issuer } = given;
  const problems: string[] = [];
  if (issuer && !given['OIDC_AUDIENCE']) {
    problems.push(
      'OIDC_AUDIENCE is missing: set the audience that tokens of OIDC_ISSUER carry for this server.',
    );
  }
  if (!isLoopbackHost(host) && !file && !issuer) {
    problems.push(
      `TOKEN_SERVER_HOST=${host} can be reached from other machines, but nothing says who may call. Set API_KEYS_FILE=keys.json ` +
        'and make a key with `npm run keys -- add NAME`, or set OIDC_ISSUER, or TOKEN_SERVER_HOST=127.0.0.1.',
    );
  }
  if (given['TRUSTED_PROXIES'] && !file && !issuer) {
    problems.push(
      'TRUSTED_PROXIES lets other machines in through a proxy, but nothing says who may call. Set API_KEYS_FILE or OIDC_ISSUER.',
    );
  }
  return problems;
}
