import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { RoomServiceClient } from 'livekit-server-sdk';
import { z } from 'zod';
import { checkAssistants } from '../agent/assistant/assistant-check.ts';
import { describeCapabilities, examineModel } from '../agent/llm/capabilities.ts';
import { describeHearing, readAudibleLanguages } from '../agent/stt/audible-languages.ts';
import type { StackConfig } from './config.ts';
import { getInvitation } from './invitation.ts';
import { readKeys } from './keys.ts';
import type { LlmChoice } from './llm-choice.ts';
import { findLiveKitServer } from './livekit-server.ts';
import { listClosedPorts } from './ports.ts';
import { getServerUrls, listPorts, readWorkerConfig } from './services.ts';
import type { StackPlan } from './services.ts';
import { holdConversation } from './spoken-check.ts';
import { chooseConfiguredLlm } from './start.ts';

const PROBE_TIMEOUT_MS = 5_000;

/** One line of the report: `run` says what it found, or throws what is wrong. */
interface Check {
  name: string;
  /** What to do when it fails. */
  fix: string;
  run: () => Promise<string>;
}

/**
 * Examines a running stack, a line per check with the way to fix what fails: versions, ports, keys, servers, the
 * worker, and one spoken sentence through the whole loop. The exit code is 1 when anything fails.
 */
export async function runDoctor(config: StackConfig, root: string): Promise<void> {
  const cacheDir = resolve(root, config.PARLEY_CACHE_DIR);
  const plan: StackPlan = {
    config,
    keys: readKeys(config, cacheDir),
    llm: await nameRunningLlm(await chooseConfiguredLlm(config)),
    livekitServer: config.LIVEKIT_URL ? undefined : await findLiveKitServer(cacheDir, config.LIVEKIT_SERVER),
    python: join(cacheDir, 'venv', 'bin', 'python'),
  };
  const checks = listChecks(plan, root);
  let failures = 0;
  for (const { name, fix, run } of checks) {
    try {
      console.log(`  ok    ${name}: ${await run()}`);
    } catch (error) {
      failures++;
      console.log(
        `  FAIL  ${name}: ${error instanceof Error ? error.message : String(error)}\n        → ${fix}`,
      );
    }
  }
  console.log(failures === 0 ? 'Everything works.' : `${failures} of ${checks.length} checks failed.`);
  process.exitCode = failures === 0 ? 0 : 1;
}

function listChecks(plan: StackPlan, root: string): Check[] {
  const urls = getServerUrls(plan);
  const startFix = 'run npm start in another terminal and look at its log';
  const { STT_API_KEY: stt, TTS_API_KEY: tts, LLM_API_KEY: llm } = plan.config;
  const keys = { stt, tts, llm };
  const models = (['stt', 'tts', 'llm'] as const).map((name) => ({
    name: `${name} at ${urls[name]}`,
    fix: `${startFix}, or correct ${name.toUpperCase()}_BASE_URL`,
    run: () => listModels({ baseUrl: urls[name], apiKey: keys[name] }),
  }));
  return [
    { name: 'versions', fix: 'run npm run setup', run: () => describeVersions(plan) },
    {
      name: 'assistants',
      fix: 'correct the files; the next call has them as they are then',
      run: () => Promise.resolve(describeAssistants(plan, root)),
    },
    { name: 'ports', fix: startFix, run: () => describePorts(plan) },
    {
      name: `livekit-server at ${urls.livekit} and its keys`,
      fix: `${startFix}, or correct LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET`,
      run: () => countRooms(plan, urls.livekit),
    },
    ...models,
    {
      name: 'languages of callers',
      fix: `${startFix}, or correct STT_BASE_URL`,
      run: () => describeLanguages(plan, root),
    },
    {
      name: `language model ${plan.llm.model}`,
      fix: 'correct the variable that is named; LLM_MODEL is a model that the server has',
      run: async () => describeCapabilities(await examineModel(readWorkerConfig(plan).llm)),
    },
    {
      name: `token server at ${urls.page} and a warm worker`,
      fix: startFix,
      run: () => checkReadiness(urls.page),
    },
    {
      name: 'media both ways and a spoken sentence',
      fix: 'if nothing is heard, a firewall may block UDP between this machine and livekit-server',
      run: async () =>
        holdConversation(urls.page, readWorkerConfig(plan).tts, await getInvitation(urls.page, plan.keys)),
    },
  ];
}

async function describeVersions({ python, livekitServer }: StackPlan): Promise<string> {
  const versions = [`Node ${process.version}`, await readVersion(python)];
  if (livekitServer) versions.push(await readVersion(livekitServer));
  return versions.join(', ');
}

async function readVersion(command: string): Promise<string> {
  return (await promisify(execFile)(command, ['--version'])).stdout.trim();
}

function describeAssistants({ config }: StackPlan, root: string): string {
  const dir = resolve(root, config.ASSISTANTS_DIR);
  const { assistants, problems } = checkAssistants({ dir, default: config.DEFAULT_ASSISTANT });
  if (problems.length > 0) throw new Error(problems.join('\n        '));
  return assistants.map(({ name }) => name).join(', ');
}

async function describeLanguages(plan: StackPlan, root: string): Promise<string> {
  const { config } = plan;
  const { stt } = readWorkerConfig(plan);
  const audible = await readAudibleLanguages(stt, AbortSignal.timeout(PROBE_TIMEOUT_MS));
  const dir = resolve(root, config.ASSISTANTS_DIR);
  const { assistants } = checkAssistants({ dir, default: config.DEFAULT_ASSISTANT });
  const notes = describeHearing(stt.model, audible, assistants).join('; ');
  return notes || `${audible?.length ?? 'unknown to the server how many'}, with ${stt.model}`;
}

async function describePorts(plan: StackPlan): Promise<string> {
  const wanted = listPorts(plan);
  const closed = await listClosedPorts(wanted);
  if (closed.length > 0)
    throw new Error(
      `nothing listens on ${closed.map(({ port, variable }) => `${port} (${variable})`).join(', ')}`,
    );
  return wanted.map(({ port }) => port).join(', ');
}

async function countRooms({ keys }: StackPlan, url: string): Promise<string> {
  const rooms = await new RoomServiceClient(url, keys.apiKey, keys.apiSecret).listRooms();
  return `accepts our keys; open rooms: ${rooms.length}`;
}

/** Where nothing else was found, `npm start` may run a model of its own in place of offline answers. */
async function nameRunningLlm(llm: LlmChoice): Promise<LlmChoice> {
  if (llm.kind !== 'offline') return llm;
  const running = await listModels(llm).catch(() => llm.model);
  return running === llm.model ? llm : { ...llm, kind: 'local', model: running };
}

const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

async function listModels({
  baseUrl,
  apiKey,
}: {
  baseUrl: string;
  apiKey?: string | undefined;
}): Promise<string> {
  const response = await fetch(`${baseUrl}/models`, {
    headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
    signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
  });
  const models = modelsSchema.safeParse(await response.json().catch(() => undefined));
  if (!models.success) throw new Error(`answers ${response.status}, but not with a list of models`);
  return models.data.data.map(({ id }) => id).join(', ');
}

async function checkReadiness(pageUrl: string): Promise<string> {
  const response = await fetch(`${pageUrl}/readyz`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  if (!response.ok) throw new Error(await response.text());
  return 'ready for calls';
}
