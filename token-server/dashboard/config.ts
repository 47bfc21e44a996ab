import { z } from 'zod';

const modelUrl = (name: string, example: string) => {
  const message = `${name} must be a URL that begins with http or https, with no password in it, for example ${example}.`;
  return z
    .url({ protocol: /^https?$/, error: message })
    .refine((url) => !new URL(url).password, message)
    .optional();
};

/** The variables about what the dashboard shows; the worker reads the same ones. */
export const dashboardVariables = {
  TURN_LOG_DIR: z.string().default('.cache/turns'),
  STT_BASE_URL: modelUrl('STT_BASE_URL', 'http://127.0.0.1:8870/v1'),
  LLM_BASE_URL: modelUrl('LLM_BASE_URL', 'http://127.0.0.1:8890/v1'),
  TTS_BASE_URL: modelUrl('TTS_BASE_URL', 'http://127.0.0.1:8880/v1'),
};

type Variables = z.infer<z.ZodObject<typeof dashboardVariables>>;

/** Where the dashboard finds what it shows. */
export interface DashboardConfig {
  /** Folder into which the worker writes the times of turns; undefined when it is told not to. */
  turnLogDir: string | undefined;
  /** OpenAI-compatible servers, by what they are for; those that are not configured are not asked. */
  modelUrls: Partial<Record<'stt' | 'llm' | 'tts', string>>;
}

export function readDashboard(variables: Variables): DashboardConfig {
  const { TURN_LOG_DIR: turnLogDir, STT_BASE_URL: stt, LLM_BASE_URL: llm, TTS_BASE_URL: tts } = variables;
  return {
    turnLogDir: turnLogDir === 'off' ? undefined : turnLogDir,
    modelUrls: { ...(stt && { stt }), ...(llm && { llm }), ...(tts && { tts }) },
  };
}
