import { voice } from '@livekit/agents';
import type { JobContext, llm, VAD } from '@livekit/agents';
import { assistant } from './assistant/assistant.ts';
import type { Config } from './config.ts';
import { createLanguageModel } from './llm/language-model.ts';
import { createTranscriber } from './stt/transcriber.ts';
import { logger } from './telemetry/logger.ts';
import { formatTurnLine } from './telemetry/turn-line.ts';
import { SpeechSynthesizer } from './tts/speech-synthesizer.ts';
import { createTurnHandling } from './turn/turn-handling.ts';

/** Failures in a row after which the framework would end the call; a caller is never hung up on because of them. */
const NEVER_HANG_UP = Number.MAX_SAFE_INTEGER;

/** Wires one call: models to ears and mouth, then the greeting. Resolves when the caller has been greeted. */
export async function startCall(ctx: JobContext, config: Config, vad: VAD): Promise<void> {
  const session = createSession(config, vad);
  reportTurns(session);
  apologizeForFailures(session);

  await session.start({
    agent: new voice.Agent({ instructions: assistant.instructions }),
    room: ctx.room,
    record: false, // Recordings go to a cloud otherwise.
  });
  await ctx.room.localParticipant?.setAttributes({
    'parley.stt': config.stt.model,
    'parley.llm': config.llm.model,
    'parley.tts': config.tts.model,
    'parley.voice': config.tts.voice ?? assistant.voice,
  });
  await session.say(assistant.greeting).waitForPlayout();
}

function createSession({ stt, llm, tts }: Config, vad: VAD): voice.AgentSession {
  return new voice.AgentSession({
    vad,
    stt: createTranscriber(stt),
    llm: createLanguageModel(llm),
    tts: new SpeechSynthesizer({ ...tts, voice: tts.voice ?? assistant.voice }),
    turnHandling: createTurnHandling(),
    aecWarmupDuration: null, // Callers may interrupt from the first word on; browsers cancel their echo themselves.
    connOptions: { maxUnrecoverableErrors: NEVER_HANG_UP },
  });
}

/** Logs one line per answered turn; what was said stays out of the log. */
function reportTurns(session: voice.AgentSession): void {
  let turn = 0;
  let user: llm.MetricsReport | undefined;
  session.on(voice.AgentSessionEventTypes.ConversationItemAdded, ({ item }) => {
    if (item.type !== 'message') return;
    if (item.role === 'user') user = item.metrics;
    const isAnswer = item.role === 'assistant' && item.metrics.llmNodeTtft !== undefined; // The greeting has none.
    if (!isAnswer || !user) return;
    logger.info(formatTurnLine(++turn, user, item.metrics));
    user = undefined;
  });
}

/** A model server that fails is told to the operator in one line, and a failed answer to the caller in a sentence. */
function apologizeForFailures(session: voice.AgentSession): void {
  session.on(voice.AgentSessionEventTypes.Error, ({ error }) => {
    const failure = error as { type?: string; recoverable?: boolean; error?: Error };
    if (failure.recoverable) return;
    logger.error({ source: failure.type, reason: failure.error?.message }, 'a model server failed');
    if (failure.type === 'llm_error') session.say(assistant.apology);
  });
}
