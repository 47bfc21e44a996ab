import { z } from 'zod';

/** How long a server on this machine may take to list its models; all are asked at once. */
const PROBE_TIMEOUT_MS = 400;
/** A configured server may be far away. */
const CONFIGURED_TIMEOUT_MS = 5000;

/** Which language model answers. */
export interface LlmChoice {
  /**
   * `configured`: LLM_BASE_URL · `found`: running on this machine · `local`: a file that we run ourselves · `offline`:
   * none, answers come from documents.
   */
  kind: 'configured' | 'found' | 'local' | 'offline';
  /** OpenAI-compatible, ends in /v1 as a rule. */
  baseUrl: string;
  model: string;
  /** For the log and the page. */
  label: string;
  /** What a `local` one runs. */
  file?: string;
}

/** An OpenAI-compatible server that may be running on this machine. */
interface LlmCandidate {
  name: string;
  baseUrl: string;
}

/** What the choice depends on. */
export interface LlmChoiceOptions {
  /** LLM_BASE_URL */
  configuredBaseUrl?: string | undefined;
  /** LLM_API_KEY; sent to the configured server only. */
  apiKey?: string | undefined;
  /** LLM_MODEL; without it the first chat model that the server lists. */
  model?: string | undefined;
  /** Where our offline answers listen. */
  offlineBaseUrl: string;
  /** In the order of preference. */
  candidates?: readonly LlmCandidate[];
}

const defaultCandidates: readonly LlmCandidate[] = [
  { name: 'SGLang', baseUrl: 'http://127.0.0.1:30000/v1' },
  { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  { name: 'llama.cpp', baseUrl: 'http://127.0.0.1:8080/v1' },
  { name: 'vLLM', baseUrl: 'http://127.0.0.1:8000/v1' },
  { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1' },
];

const offlineModel = 'offline-answers';
const modelList = z.object({ data: z.array(z.object({ id: z.string().min(1) })) });

/** Ids of models that do not chat, as the hubs name them. */
const otherModels =
  /embed|rerank|whisper|transcri|tts|speech|kokoro|moderation|clip|diffusion|(^|[/_-])(bge|gte|e5|minilm)([-_:]|$)/i;

/**
 * Chooses the language model: the configured server, else the first that runs on this machine and has a chat model,
 * else offline answers.
 *
 * @throws Error when a server or model was configured and cannot be had: falling back silently would hide it.
 */
export async function chooseLlm(options: LlmChoiceOptions): Promise<LlmChoice> {
  if (options.configuredBaseUrl) return chooseConfigured(options.configuredBaseUrl, options);
  const candidates = options.candidates ?? defaultCandidates;
  const found = await Promise.all(candidates.map((candidate) => probe(candidate, options.model)));
  const first = found.find((choice) => choice !== undefined);
  if (first) return first;
  if (options.model) {
    const asked = candidates.map(({ name, baseUrl }) => `${name} ${baseUrl}`).join(', ');
    throw new Error(
      `LLM_MODEL=${options.model}, but no server on this machine has it (asked: ${asked}). Start one, or set LLM_BASE_URL.`,
    );
  }
  return {
    kind: 'offline',
    baseUrl: options.offlineBaseUrl,
    model: offlineModel,
    label: 'none is connected; offline answers from the documents in the knowledge folder',
  };
}

async function chooseConfigured(
  configuredBaseUrl: string,
  { apiKey, model: wantedModel }: LlmChoiceOptions,
): Promise<LlmChoice> {
  const baseUrl = configuredBaseUrl.replace(/\/+$/, '');
  if (/\/\/[^/]*@/.test(baseUrl)) {
    throw new Error('LLM_BASE_URL holds a user name or password: put the key into LLM_API_KEY instead.');
  }
  const answer = await askConfigured(baseUrl, apiKey);
  const model = wantedModel ?? findModel(baseUrl, answer);
  return { kind: 'configured', baseUrl, model, label: `${model} at ${baseUrl} (LLM_BASE_URL)` };
}

async function askConfigured(baseUrl: string, apiKey: string | undefined): Promise<ModelsAnswer> {
  const answer = await askModels(baseUrl, CONFIGURED_TIMEOUT_MS, apiKey).catch((error: unknown) => {
    throw new Error(
      `LLM_BASE_URL=${baseUrl} cannot be reached (${explain(error)}). Start that server, correct the address, or remove LLM_BASE_URL.`,
      { cause: error },
    );
  });
  if (answer.status === 401 || answer.status === 403) {
    throw new Error(`LLM_BASE_URL=${baseUrl} refused the key (HTTP ${answer.status}): check LLM_API_KEY.`);
  }
  return answer;
}

function findModel(baseUrl: string, { status, text }: ModelsAnswer): string {
  const list = modelList.safeParse(parseJson(text));
  if (status !== 200 || !list.success) {
    throw new Error(
      `LLM_BASE_URL=${baseUrl} does not list its models (HTTP ${status} from ${baseUrl}/models, expected OpenAI's JSON list). ` +
        'Check the address (it usually ends in /v1), or set LLM_MODEL.',
    );
  }
  const model = pickModel(list.data, undefined);
  if (model === undefined) {
    throw new Error(`LLM_BASE_URL=${baseUrl} lists no chat model: load one, or set LLM_MODEL.`);
  }
  return model;
}

/** A server that is not there, is not OpenAI-compatible or has no chat model is no choice. */
async function probe(
  { name, baseUrl }: LlmCandidate,
  wantedModel: string | undefined,
): Promise<LlmChoice | undefined> {
  const answer = await askModels(baseUrl, PROBE_TIMEOUT_MS).catch(() => undefined);
  const list = modelList.safeParse(answer?.status === 200 ? parseJson(answer.text) : undefined);
  const model = list.success ? pickModel(list.data, wantedModel) : undefined;
  if (model === undefined) return undefined;
  return { kind: 'found', baseUrl, model, label: `${model} on ${name} (${baseUrl})` };
}

interface ModelsAnswer {
  status: number;
  text: string;
}

async function askModels(baseUrl: string, timeoutMs: number, apiKey?: string): Promise<ModelsAnswer> {
  const headers: Record<string, string> = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
  const response = await fetch(`${baseUrl}/models`, { headers, signal: AbortSignal.timeout(timeoutMs) });
  return { status: response.status, text: await response.text() };
}

function pickModel(list: z.infer<typeof modelList>, wanted: string | undefined): string | undefined {
  const ids = list.data.map(({ id }) => id);
  if (wanted) return ids.find((id) => id === wanted);
  return ids.find((id) => id !== offlineModel && !otherModels.test(id));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${CONFIGURED_TIMEOUT_MS} ms`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
