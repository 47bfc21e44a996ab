import { z } from 'zod';

import { type AbuseConfig, abuseVariables, findTlsProblems, readAbuse } from './abuse/config.ts';
import {
  type AuthenticationConfig,
  authenticationVariables,
  findAuthenticationProblems,
  readAuthentication,
} from './authentication/config.ts';
import { isLoopbackHost } from './authentication/loopback.ts';
import { type CallLogConfig, callLogVariables, readCallLog } from './calls/config.ts';
import { type DashboardConfig, dashboardVariables, readDashboard } from './dashboard/config.ts';
import { NamePattern } from './name-pattern.ts';

/** livekit-server refuses shorter secrets outside its development mode. */
const MIN_SECRET_LENGTH = 32;

/** Begins every API key that the embedded default generates for one machine; such keys are no secret to trust. */
const DEVELOPMENT_KEY_PREFIX = 'dev-';

/** Everything that is wrong with the environment, one line per variable. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The token server cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

function describeUrl(name: string, schemes: readonly string[], example: string) {
  const message = `${name} must be a URL that begins with ${schemes.join(', ')}, for example ${example}.`;
  return z.string(message).refine((text) => {
    const scheme = URL.canParse(text) ? new URL(text).protocol.slice(0, -1) : '';
    return schemes.includes(scheme);
  }, message);
}

const livekitSchemes = ['ws', 'wss', 'http', 'https'];

const namePatterns = (name: string, byDefault = '') =>
  z
    .string()
    .default(byDefault)
    .transform((text) => text.split(',').flatMap((pattern) => pattern.trim() || []))
    .refine(
      (patterns) => patterns.every((pattern) => NamePattern.isPattern(pattern)),
      `${name} must be names separated by commas, of letters, digits and '._-', and * for any number of these.`,
    )
    .transform((patterns) => patterns.map((pattern) => new NamePattern(pattern)));

const environment = z.object({
  LIVEKIT_URL: describeUrl('LIVEKIT_URL', livekitSchemes, 'ws://127.0.0.1:7880').default(
    'ws://127.0.0.1:7880',
  ),
  LIVEKIT_PUBLIC_URL: describeUrl(
    'LIVEKIT_PUBLIC_URL',
    livekitSchemes,
    'wss://livekit.example.com',
  ).optional(),
  LIVEKIT_API_KEY: z.string('LIVEKIT_API_KEY is missing: set the key that livekit-server knows.'),
  LIVEKIT_API_SECRET: z
    .string('LIVEKIT_API_SECRET is missing: set the secret that belongs to LIVEKIT_API_KEY.')
    .min(
      MIN_SECRET_LENGTH,
      `LIVEKIT_API_SECRET is too short: use ${MIN_SECRET_LENGTH} characters or more, for example from 'openssl rand -hex 32'.`,
    ),
  LIVEKIT_API_KEY_PREVIOUS: z.string().optional(),
  LIVEKIT_API_SECRET_PREVIOUS: z.string().optional(),
  TOKEN_SERVER_HOST: z.string().default('127.0.0.1'),
  TOKEN_SERVER_PORT: z.coerce
    .number('TOKEN_SERVER_PORT must be a number from 1 to 65535.')
    .int('TOKEN_SERVER_PORT must be a whole number.')
    .min(1, 'TOKEN_SERVER_PORT must be 1 or more.')
    .max(65_535, 'TOKEN_SERVER_PORT must be 65535 or less.')
    .default(3000),
  AGENT_NAME: z.string().default('parley'),
  AGENT_HEALTH_URL: describeUrl('AGENT_HEALTH_URL', ['http', 'https'], 'http://127.0.0.1:8081').default(
    'http://127.0.0.1:8081',
  ),
  CALL_AGENTS: namePatterns('CALL_AGENTS'),
  CALL_ASSISTANTS: namePatterns('CALL_ASSISTANTS', '*'),
  CALL_ROOMS: namePatterns('CALL_ROOMS'),
  CALL_IDENTITIES: namePatterns('CALL_IDENTITIES'),
  CALL_CAMERA: z.stringbool('CALL_CAMERA must be true or false.').default(false),
  ...authenticationVariables,
  ...abuseVariables,
  ...callLogVariables,
  ...dashboardVariables,
});

/** A key and secret of livekit-server. */
export interface KeyPair {
  apiKey: string;
  apiSecret: string;
}

/** What the token server needs to know. URLs carry no trailing slash. */
export interface TokenServerConfig {
  host: string;
  port: number;
  apiKey: string;
  apiSecret: string;
  /** What was used before: nothing is signed with it any more, but what was signed with it still counts. */
  previousKeyPair: KeyPair | undefined;
  authentication: AuthenticationConfig;
  abuse: AbuseConfig;
  callLog: CallLogConfig;
  dashboard: DashboardConfig;
  /** What clients may name: agents besides our own, assistants, rooms and identities; others we choose. */
  agents: NamePattern[];
  assistants: NamePattern[];
  rooms: NamePattern[];
  identities: NamePattern[];
  /** Whether callers may publish a camera besides their microphone. */
  allowsCamera: boolean;
  /** Where this process reaches livekit-server over HTTP. */
  livekitHttpUrl: string;
  /** Where callers reach livekit-server: ws: or wss:. */
  livekitPublicUrl: string;
  agentName: string;
  agentHealthUrl: string;
}

/** The key pairs whose signatures count, the one that signs first. */
export function listKeyPairs({ apiKey, apiSecret, previousKeyPair }: TokenServerConfig): KeyPair[] {
  return [{ apiKey, apiSecret }, ...(previousKeyPair ? [previousKeyPair] : [])];
}

/** The secrets of {@link listKeyPairs}. */
export function listApiSecrets(config: TokenServerConfig): string[] {
  return listKeyPairs(config).map(({ apiSecret }) => apiSecret);
}

/**
 * Reads the configuration from an environment; an empty variable counts as missing.
 * @throws ConfigError with every problem at once
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): TokenServerConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const result = environment.safeParse(given);
  const problems = result.success ? [] : result.error.issues.map((issue) => issue.message);
  problems.push(
    ...findDevelopmentKeyProblems(given['LIVEKIT_API_KEY'], given['TOKEN_SERVER_HOST']),
    ...findPreviousKeyProblems(given),
    ...findAuthenticationProblems(given),
    ...findTlsProblems(given),
  );
  if (!result.success || problems.length > 0) throw new ConfigError(problems);

  const { data } = result;
  return {
    host: data.TOKEN_SERVER_HOST,
    port: data.TOKEN_SERVER_PORT,
    apiKey: data.LIVEKIT_API_KEY,
    apiSecret: data.LIVEKIT_API_SECRET,
    previousKeyPair: readPreviousKeyPair(data),
    authentication: readAuthentication(data),
    abuse: readAbuse(data),
    callLog: readCallLog(data),
    dashboard: readDashboard(data),
    agents: data.CALL_AGENTS,
    assistants: data.CALL_ASSISTANTS,
    rooms: data.CALL_ROOMS,
    identities: data.CALL_IDENTITIES,
    allowsCamera: data.CALL_CAMERA,
    livekitHttpUrl: trimSlash(data.LIVEKIT_URL).replace(/^ws/, 'http'),
    livekitPublicUrl: trimSlash(data.LIVEKIT_PUBLIC_URL ?? data.LIVEKIT_URL).replace(/^http/, 'ws'),
    agentName: data.AGENT_NAME,
    agentHealthUrl: trimSlash(data.AGENT_HEALTH_URL),
  };
}

function findDevelopmentKeyProblems(apiKey = '', host = '127.0.0.1'): string[] {
  if (!apiKey.startsWith(DEVELOPMENT_KEY_PREFIX) || isLoopbackHost(host)) return [];
  return [
    `LIVEKIT_API_KEY begins with '${DEVELOPMENT_KEY_PREFIX}': such a key was made for this machine only, but TOKEN_SERVER_HOST=${host} ` +
      'can be reached from others. Set LIVEKIT_API_KEY and LIVEKIT_API_SECRET of your own, or TOKEN_SERVER_HOST=127.0.0.1.',
  ];
}

function readPreviousKeyPair(data: z.infer<typeof environment>): KeyPair | undefined {
  const { LIVEKIT_API_KEY_PREVIOUS: apiKey, LIVEKIT_API_SECRET_PREVIOUS: apiSecret } = data;
  return apiKey && apiSecret ? { apiKey, apiSecret } : undefined;
}

function findPreviousKeyProblems(given: Readonly<Record<string, string | undefined>>): string[] {
  if (!given['LIVEKIT_API_KEY_PREVIOUS'] === !given['LIVEKIT_API_SECRET_PREVIOUS']) return [];
  return ['LIVEKIT_API_KEY_PREVIOUS and LIVEKIT_API_SECRET_PREVIOUS belong together: set both or neither.'];
}

function trimSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
