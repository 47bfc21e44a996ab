import { fileURLToPath } from 'node:url';
import { AgentServer, initializeLogger, ServerOptions } from '@livekit/agents';
import { config as loadDotenv } from 'dotenv';
import { checkAssistants } from './assistant/assistant-check.ts';
import type { Assistant } from './assistant/assistant-file.ts';
import { answerSearches } from './assistant/knowledge/answer-searches.ts';
import { DocumentSearch } from './assistant/knowledge/document-search.ts';
import { forgetInTime } from './assistant/memory/retention.ts';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { watchForkedProcesses } from './process-watch.ts';
import { replaceAgent } from './replacement.ts';
import { logger } from './telemetry/logger.ts';
import { describeHearing, readAudibleLanguages } from './stt/audible-languages.ts';
import { warmUpModels } from './warm-up.ts';

/** A busy machine with two cores needs longer than the framework's 10 s to start a process. */
const PROCESS_START_TIMEOUT_MS = 60_000;

const MODELS_TIMEOUT_MS = 5_000;

function loadConfig(): Config {
  loadDotenv({ path: process.env.ENV_FILE ?? '.env', quiet: true });
  try {
    return readConfig(process.env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/** The assistants, and their variants. Tells every problem of their files; without the default there is nobody to answer. */
function requireAssistants({ assistants: folder }: Config): Assistant[] {
  const { assistants, variants, problems, hasDefault } = checkAssistants(folder);
  for (const problem of problems) logger.error(problem);
  if (!hasDefault) {
    logger.error(`no call can be answered: mend ${folder.default}.yaml in ASSISTANTS_DIR (${folder.dir})`);
    process.exit(1);
  }
  logger.info(`assistants: ${assistants.map(({ name }) => name).join(', ')}; default: ${folder.default}`);
  return [...assistants, ...variants];
}

/** Has the documents of all assistants read, beside everything else, and searched for their calls. */
function openDocuments(
  { embeddings: { baseUrl, ...server } }: Config,
  assistants: readonly Assistant[],
): void {
  const search = new DocumentSearch(baseUrl ? { baseUrl, ...server } : undefined, {
    info: (line) => logger.info(line),
    warn: (problem) => logger.warn(problem),
  });
  for (const { knowledge, locate } of assistants)
    if (knowledge) search.open(knowledge.folder, locate?.(['knowledge']));
  answerSearches(search);
}

/**
 * Lets running calls end before the process goes: on a signal (a second one ends it at once), and when a process
 * has died that the worker cannot do without. Whoever supervises this process starts it again.
 */
function stopGracefully(server: AgentServer): (exitCode: number) => void {
  let stopping = false;
  const stop = async (exitCode: number) => {
    if (stopping) return;
    stopping = true;
    await server.drain();
    await server.close();
    process.exit(exitCode);
  };
  return (exitCode) => {
    stop(exitCode).catch((error: unknown) => {
      logger.error({ error }, 'the worker did not stop cleanly');
      process.exit(1);
    });
  };
}

const config = loadConfig();
initializeLogger({ pretty: false, level: 'warn' });
forgetInTime(config.dataDir, (line) => logger.info(line));
const assistants = requireAssistants(config);
openDocuments(config, assistants);
const model = await warmUpModels(config, (line) => logger.info(line));
const audible = await readAudibleLanguages(config.stt, AbortSignal.timeout(MODELS_TIMEOUT_MS));
for (const line of describeHearing(config.stt.model, audible, assistants)) logger.info(line);
// The processes of calls read the environment themselves.
if (config.llm.startsThinking === 'auto' && model?.thinking === 'unmarked')
  process.env['LLM_STARTS_THINKING'] = 'yes';

const server = new AgentServer(
  new ServerOptions({
    agent: fileURLToPath(import.meta.resolve('./job.ts')),
    agentName: config.agentName,
    wsURL: config.livekit.url,
    apiKey: config.livekit.apiKey,
    apiSecret: config.livekit.apiSecret,
    host: config.health.host,
    port: config.health.port,
    production: true,
    numIdleProcesses: 1,
    initializeProcessTimeout: PROCESS_START_TIMEOUT_MS,
    // Counts calls, not CPU: the models share this machine, and their load must not turn callers away.
    loadFunc: (worker) => Promise.resolve(worker.activeJobs.length / config.maxCalls),
    loadThreshold: 1,
  }),
);
const stop = stopGracefully(server);
let signals = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (++signals > 1) process.exit(1);
    stop(0);
  });
watchForkedProcesses({
  onFatal: (what) => {
    if (signals > 0) return;
    logger.error(`${what}; restarting as soon as the running calls have ended`);
    stop(1);
  },
  onLostCall: (call) => {
    replaceAgent(config, call).then(
      (sent) =>
        logger.error(`the process of a call died; ${sent ? 'sent another agent' : 'nobody is left in it'}`),
      (error: unknown) =>
        logger.error(
          { reason: String(error) },
          'the process of a call died, and no other agent could be sent',
        ),
    );
  },
});
server.event.once('worker_registered', () => logger.info('registered and ready for calls'));
await server.run();
