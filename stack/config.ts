import { join } from 'node:path';
import { z } from 'zod';

const port = (defaultPort: number) => z.coerce.number().int().min(1).max(65535).default(defaultPort);
const httpUrl = z
  .url({ protocol: /^https?$/, error: 'expected a URL like http://127.0.0.1:8870/v1' })
  .optional();

const schema = z
  .object({
    PARLEY_CACHE_DIR: z.string().default('.cache'),
    LIVEKIT_URL: z
      .url({ protocol: /^(wss?|https?)$/, error: 'expected a URL like wss://livekit.example' })
      .optional(),
    LIVEKIT_API_KEY: z.string().optional(),
    LIVEKIT_API_SECRET: z.string().optional(),
    LIVEKIT_SERVER: z.string().optional(),
    LIVEKIT_PORT: port(7880),
    LIVEKIT_UDP_PORT: port(7882),
    TOKEN_SERVER_HOST: z.string().default('127.0.0.1'),
    TOKEN_SERVER_PORT: port(3000),
    TLS_CERT_FILE: z.string().optional(),
    AGENT_HEALTH_PORT: port(8081),
    ASSISTANTS_DIR: z.string().default('assistants'),
    DEFAULT_ASSISTANT: z.string().default('parley'),
    STT_BASE_URL: httpUrl,
    STT_API_KEY: z.string().optional(),
    STT_MODEL: z.string().default('tiny.en'),
    STT_PORT: port(8870),
    TTS_BASE_URL: httpUrl,
    TTS_API_KEY: z.string().optional(),
    TTS_MODEL: z.string().default('kokoro'),
    TTS_PORT: port(8880),
    LLM_BASE_URL: httpUrl,
    LLM_API_KEY: z.string().optional(),
    LLM_MODEL: z.string().optional(),
    LLM_PORT: port(8890),
    LLM_LOCAL: z.enum(['ask', 'yes', 'no'], 'expected ask, yes or no').default('ask'),
    LLM_GGUF: z.string().optional(),
    LLM_JUDGE_BASE_URL: httpUrl,
    LLM_JUDGE_MODEL: z.string().optional(),
    LLM_JUDGE_API_KEY: z.string().optional(),
  })
  .refine((c) => !c.LIVEKIT_URL || (c.LIVEKIT_API_KEY && c.LIVEKIT_API_SECRET), {
    path: ['LIVEKIT_API_KEY'],
    message: 'LIVEKIT_URL needs LIVEKIT_API_KEY and LIVEKIT_API_SECRET of that server',
  })
  .refine((c) => !c.LLM_JUDGE_BASE_URL || c.LLM_JUDGE_MODEL, {
    path: ['LLM_JUDGE_MODEL'],
    message: 'LLM_JUDGE_BASE_URL needs the name of a model there',
  });

/**
 * What the stack itself reads, under the variables' own names; a set URL means "use that server, don't start one".
 * Everything else in the environment is passed on to the processes that read it.
 */
export type StackConfig = z.infer<typeof schema>;

/** @throws Error with every problem, one per line. Empty variables count as unset. */
export function readStackConfig(env: Record<string, string | undefined>): StackConfig {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The configuration has problems:\n${problems.join('\n')}\nSee .env.example.`);
}

/**
 * The file with the settings of this installation. Tests have none, so that they come out the same wherever they run.
 *
 * @param command - of `npm run`.
 * @param given - ENV_FILE.
 */
export function findEnvFile(command: string, root: string, given: string | undefined): string {
  return command === 'test' ? '/dev/null' : given || join(root, '.env');
}
