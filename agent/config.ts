import { z } from 'zod';
import { speechSpeed } from './speech-speed.ts';

/** Without a slash at its end: paths are added to it. */
const url = (protocols: string[], example: string) =>
  z
    .url({ protocol: new RegExp(`^(${protocols.join('|')})$`), error: `expected a URL like ${example}` })
    .transform((text) => text.replace(/\/+$/, ''));

const model = (baseUrlExample: string, defaultModel?: string) => ({
  baseUrl: url(['https?'], baseUrlExample),
  /** Local servers ignore the key, but the clients refuse an empty one. */
  apiKey: z.string().min(1).default('not-needed'),
  model: defaultModel ? z.string().min(1).default(defaultModel) : z.string().min(1, 'expected a model name'),
});

/** What makes a request a request for a reply is ours. */
const OUR_FIELDS = ['model', 'messages', 'tools', 'stream', 'n'];

const extraBody = z.string().transform((text, context) => {
  try {
    const value = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    const ours = OUR_FIELDS.filter((name) => name in value);
    if (ours.length === 0) return value;
    context.addIssue(`may not set ${ours.join(', ')}`);
  } catch {
    context.addIssue('expected a JSON object like {"temperature": 0}');
  }
  return z.NEVER;
});

const schema = z.object({
  livekit: z.object({
    url: url(['wss?', 'https?'], 'ws://127.0.0.1:7880'),
    apiKey: z.string().min(1),
    apiSecret: z.string().min(32, 'expected at least 32 characters, as livekit-server does'),
  }),
  agentName: z.string().min(1).default('parley'),
  assistants: z.object({
    /** Folder of the files that say who answers. */
    dir: z.string().min(1).default('assistants'),
    /** Who answers a call that asks for nobody. */
    default: z.string().min(1).default('parley'),
  }),
  health: z.object({
    host: z.string().min(1).default('127.0.0.1'),
    port: z.coerce.number().int().min(1).max(65535).default(8081),
  }),
  /** Calls this worker takes at the same time; more are left to other workers. */
  maxCalls: z.coerce.number().int().min(1).default(10),
  stt: z.object({
    ...model('http://127.0.0.1:8870/v1', 'tiny.en'),
    /** ISO 639-1 code of the language that callers speak, where an assistant says none. */
    language: z.string().min(2).default('en'),
  }),
  llm: z.object({
    ...model('http://127.0.0.1:8890/v1'),
    /** Whether the model is asked how likely the caller's turn is over, where its server can tell. */
    turnEnd: z.enum(['auto', 'off'], 'expected auto or off').default('auto'),
    /** Added to every request for a reply; null takes a field away. */
    extraBody: extraBody.default(() => ({})),
    /** Whether replies begin inside of a thought that has no mark at its beginning. */
    startsThinking: z.enum(['auto', 'yes', 'no'], 'expected auto, yes or no').default('auto'),
    /** A reply is given up without a token after so long, and when so long passes between two, in ms. */
    firstTokenMs: z.coerce.number().int().min(500).max(120_000).default(3000),
    idleMs: z.coerce.number().int().min(200).max(120_000).default(2000),
  }),
  tts: z.object({
    ...model('http://127.0.0.1:8880/v1', 'kokoro'),
    /** Voice and speed of assistants that say none. */
    voice: z.string().min(1).default('af_heart'),
    speed: z.coerce.number().pipe(speechSpeed).default(1),
    /** Disk space for speech that is said again, in MB; 0 keeps none. */
    cacheMb: z.coerce.number().int().min(0).default(64),
    cacheDir: z.string().min(1).default('.cache'),
  }),
  /** What documents mean is asked of this server; without it they are found by words alone. */
  embeddings: z.object({
    baseUrl: url(['https?'], 'http://127.0.0.1:11434/v1').optional(),
    apiKey: z.string().min(1).default('not-needed'),
    model: z.string().min(1).default('nomic-embed-text'),
  }),
  /** Where what callers want remembered is kept: not with what can be made again. */
  dataDir: z.string().min(1).default('data'),
  turn: z.object({
    /** How readily an assistant that says nothing of it takes the floor: earlier answers, or fewer callers cut off. */
    preset: z
      .enum(['eager', 'balanced', 'patient'], 'expected eager, balanced or patient')
      .default('balanced'),
    /** Folder of the turn log, which holds the times of every turn and no words; undefined where it is off. */
    logDir: z
      .string()
      .default('.cache/turns')
      .transform((directory) => (directory === 'off' ? undefined : directory)),
  }),
});

/** Everything the worker needs to know, validated. */
export type Config = z.infer<typeof schema>;

/** Where each setting comes from: path in {@link Config} → environment variable. */
const variables: Record<string, string> = {
  'livekit.url': 'LIVEKIT_URL',
  'livekit.apiKey': 'LIVEKIT_API_KEY',
  'livekit.apiSecret': 'LIVEKIT_API_SECRET',
  agentName: 'AGENT_NAME',
  'assistants.dir': 'ASSISTANTS_DIR',
  'assistants.default': 'DEFAULT_ASSISTANT',
  'health.host': 'AGENT_HEALTH_HOST',
  'health.port': 'AGENT_HEALTH_PORT',
  maxCalls: 'AGENT_MAX_CALLS',
  'stt.baseUrl': 'STT_BASE_URL',
  'stt.apiKey': 'STT_API_KEY',
  'stt.model': 'STT_MODEL',
  'stt.language': 'STT_LANGUAGE',
  'llm.baseUrl': 'LLM_BASE_URL',
  'llm.apiKey': 'LLM_API_KEY',
  'llm.model': 'LLM_MODEL',
  'llm.turnEnd': 'LLM_TURN_END',
  'llm.extraBody': 'LLM_EXTRA_BODY',
  'llm.startsThinking': 'LLM_STARTS_THINKING',
  'llm.firstTokenMs': 'LLM_FIRST_TOKEN_TIMEOUT_MS',
  'llm.idleMs': 'LLM_IDLE_TIMEOUT_MS',
  'tts.baseUrl': 'TTS_BASE_URL',
  'tts.apiKey': 'TTS_API_KEY',
  'tts.model': 'TTS_MODEL',
  'tts.voice': 'TTS_VOICE',
  'tts.speed': 'TTS_SPEED',
  'tts.cacheMb': 'TTS_CACHE_MB',
  'tts.cacheDir': 'PARLEY_CACHE_DIR',
  'embeddings.baseUrl': 'EMBEDDINGS_BASE_URL',
  'embeddings.apiKey': 'EMBEDDINGS_API_KEY',
  'embeddings.model': 'EMBEDDINGS_MODEL',
  dataDir: 'PARLEY_DATA_DIR',
  'turn.preset': 'TURN_PRESET',
  'turn.logDir': 'TURN_LOG_DIR',
};

/**
 * Reads the worker's configuration from environment variables; empty ones count as unset.
 *
 * @throws Error that lists every problem, one per line, each with the variable's name.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const input: Record<string, unknown> = {};
  for (const [path, name] of Object.entries(variables)) {
    const [group, key] = path.split('.') as [string, string?];
    if (!key) input[group] = env[name] || undefined;
    else input[group] = { ...(input[group] as object | undefined), [key]: env[name] || undefined };
  }
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = variables[issue.path.join('.')] ?? issue.path.join('.');
    return `  ${name}: ${env[name] ? issue.message : 'is not set'}`;
  });
  throw new Error(`The worker's configuration has problems:\n${problems.join('\n')}\nSee .env.example.`);
}
