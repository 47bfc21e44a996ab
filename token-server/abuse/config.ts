import proxyaddr from 'proxy-addr';
import { z } from 'zod';

/** A list with commas; an empty variable is an empty list. */
function list(check: (entry: string) => boolean, message: string) {
  return z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((entry) => entry.trim() || []))
    .refine((entries) => entries.every(check), message);
}

function countFrom(name: string, fallback: number) {
  const message = `${name} must be a whole number, 1 or more.`;
  return z.coerce.number(message).int(message).min(1, message).default(fallback);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isNetwork(text: string): boolean {
  try {
    proxyaddr.compile(text);
    return true;
  } catch {
    return false;
  }
}

/** The variables of how this server is reached, and of what it refuses. */
export const abuseVariables = {
  TRUSTED_PROXIES: list(
    isNetwork,
    'TRUSTED_PROXIES must list addresses, networks like 10.0.0.0/8, or loopback, linklocal, uniquelocal.',
  ),
  CORS_ORIGINS: list(
    isOrigin,
    'CORS_ORIGINS must list origins as browsers send them, for example https://app.example.com, without a path or a slash at the end.',
  ),
  RATE_LIMIT_PER_ADDRESS: countFrom('RATE_LIMIT_PER_ADDRESS', 600),
  RATE_LIMIT_PER_KEY: countFrom('RATE_LIMIT_PER_KEY', 120),
  MAX_CALLS_PER_KEY: countFrom('MAX_CALLS_PER_KEY', 50),
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
};

/** What {@link abuseVariables} comes to. */
export interface AbuseConfig {
  trustedProxies: readonly string[];
  corsOrigins: readonly string[];
  /** Requests a minute. */
  rateLimitPerAddress: number;
  rateLimitPerKey: number;
  /** Calls at the same time, tokens that nobody has used yet among them. */
  maxCallsPerKey: number;
  /** PEM files; undefined where this process speaks plain HTTP. */
  tls: { certFile: string; keyFile: string } | undefined;
}

type AbuseVariables = z.infer<z.ZodObject<typeof abuseVariables>>;

export function readAbuse(data: AbuseVariables): AbuseConfig {
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } = data;
  return {
    trustedProxies: data.TRUSTED_PROXIES,
    corsOrigins: data.CORS_ORIGINS,
    rateLimitPerAddress: data.RATE_LIMIT_PER_ADDRESS,
    rateLimitPerKey: data.RATE_LIMIT_PER_KEY,
    maxCallsPerKey: data.MAX_CALLS_PER_KEY,
    tls: certFile && keyFile ? { certFile, keyFile } : undefined,
  };
}

/** A certificate without its key, or the reverse. */
export function findTlsProblems(given: Readonly<Record<string, unknown>>): string[] {
  if (Boolean(given['TLS_CERT_FILE']) === Boolean(given['TLS_KEY_FILE'])) return [];
  return ['TLS_CERT_FILE and TLS_KEY_FILE belong together: set both, or neither.'];
}
