import { voice } from '@livekit/agents';
import type { JobContext, VAD } from '@livekit/agents';
import { watchForAbsence } from './absence.ts';
import { assistant } from './assistant/assistant.ts';
import type { Config } from './config.ts';
import { allLevers } from './levers.ts';
import type { Levers } from './levers.ts';
import { LanguageModel } from './llm/language-model.ts';
import { TurnEndChance } from './llm/turn-end-chance.ts';
import { isReplacement } from './replacement.ts';
import { Recognizer } from './stt/recognizer.ts';
import { logger } from './telemetry/logger.ts';
import { reportReplies } from './telemetry/reply-report.ts';
import { reportTools } from './telemetry/tool-report.ts';
import { TurnLog } from './telemetry/turn-log.ts';
import { TurnMeter } from './telemetry/turn-meter.ts';
import { reportTurn } from './telemetry/turn-report.ts';
import { SpeechSynthesizer } from './tts/speech-synthesizer.ts';
import { createAudioJudge } from './turn/audio-judge.ts';
import { hasLexicon } from './turn/completeness.ts';
import { PreparedReply } from './turn/prepared-reply.ts';
import { createFloor } from './turn/floor.ts';
import { createTurnHandling, FIXED_DELAY_MS } from './turn/turn-handling.ts';
import type { TurnObserver, WordJudge } from './turn/turn-stream.ts';
import { TurnTakingStt } from './turn/turn-taking-stt.ts';
import { LISTENING_RATE_HZ } from './turn-audio.ts';
import { createTypedTextHandler } from './typed-text.ts';

/** Failures in a row after which the framework would end the call; a caller is never hung up on because of them. */
const NEVER_HANG_UP = Number.MAX_SAFE_INTEGER;

/** Audio that waits to be sent: what is in it can't be taken back when the caller interrupts. */
const PLAYOUT_QUEUE_MS = 60;

/**
 * Wires one call: models to ears and mouth, then the greeting. Resolves when the caller has been greeted.
 *
 * @param levers - what the benchmark takes away; calls have them all.
 */
export async function startCall(
  ctx: JobContext,
  config: Config,
  vad: VAD,
  levers: Levers = allLevers,
): Promise<void> {
  const caller = await ctx.waitForParticipant();
  const turnLog = config.turn.logDir
    ? new TurnLog(config.turn.logDir, (problem) => logger.warn(problem))
    : undefined;
  const meter = new TurnMeter((record) => reportTurn(record, ctx.room.localParticipant, turnLog));
  const language = new LanguageModel(config.llm, () => meter.beginReply());
  const prepared = new PreparedReply();
  const session = createSession(ctx, config, vad, levers, { meter, prepared, language });
  measureReplies(session, meter);
  reportTools(session, () => ctx.room.localParticipant);
  ctx.addShutdownCallback(async () => {
    meter.finish({ interrupted: true }); // The caller left in the middle of an answer.
    await turnLog?.flush();
  });
  apologizeForFailures(session, prepared);
  language.primePrefix(assistant.instructions, assistant.greeting).catch((error: unknown) => {
    logger.debug({ reason: String(error) }, 'the language model was not primed');
  });

  await session.start({
    agent: new voice.Agent({ instructions: assistant.instructions }),
    room: ctx.room,
    record: false, // Recordings go to a cloud otherwise.
    inputOptions: {
      audioSampleRate: LISTENING_RATE_HZ,
      participantIdentity: caller.identity,
      deleteRoomOnClose: true, // Who hangs up is not waited for.
      textInputCallback: createTypedTextHandler(meter, prepared, () => ctx.room.localParticipant),
    },
    outputOptions: { queueSizeMs: PLAYOUT_QUEUE_MS },
  });
  if (session.output.audio) reportReplies(session.output.audio, () => ctx.room.localParticipant);
  bridgeAbsences(ctx, session, caller.identity);
  await ctx.room.localParticipant?.setAttributes({
    'parley.stt': config.stt.model,
    'parley.llm': config.llm.model,
    'parley.tts': config.tts.model,
    'parley.voice': config.tts.voice ?? assistant.voice,
  });
  const greeting = isReplacement(ctx.job.metadata) ? assistant.takeover : assistant.greeting;
  await session.say(greeting).waitForPlayout();
}

function createSession(
  ctx: JobContext,
  { stt, llm, tts, turn }: Config,
  vad: VAD,
  levers: Levers,
  { meter, prepared, language }: { meter: TurnMeter; prepared: PreparedReply; language: LanguageModel },
): voice.AgentSession {
  const session: voice.AgentSession = new voice.AgentSession({
    vad: null, // Our STT stream listens for voice activity itself.
    stt: new TurnTakingStt(stt.model, {
      vad,
      judge: createAudioJudge(ctx.inferenceExecutor),
      judgeWords: createWordJudge(llm, stt.language),
      observer: createObserver(meter, prepared),
      options: {
        language: stt.language,
        preset: turn.preset,
        speculation: levers.speculation,
        fixedDelayMs: levers.turnModel ? undefined : FIXED_DELAY_MS,
      },
      createFloor: () => createFloor(session),
      createRecognition: (onInterim) => new Recognizer(stt, levers.streamingStt, onInterim),
      prepared,
      onLost: () => void session.say(assistant.notUnderstood),
    }),
    llm: language,
    tts: new SpeechSynthesizer({
      ...tts,
      voice: tts.voice ?? assistant.voice,
      segmentation: levers.clauseFirst ? 'clauses' : 'sentences',
      cacheMb: levers.speechCache ? tts.cacheMb : 0,
      whenCommitted: () => prepared.whenCommitted(),
      whenSilent: () => prepared.whenSilent(),
      beginReply: () => measureSpeech(meter, prepared),
    }),
    turnHandling: createTurnHandling(levers.speculation),
    aecWarmupDuration: null, // Callers may interrupt from the first word on; browsers cancel their echo themselves.
    connOptions: { maxUnrecoverableErrors: NEVER_HANG_UP },
  });
  return session;
}

/** The language model's opinion on whether the caller has finished; what it is worth is known of English only. */
function createWordJudge(llm: Config['llm'], language: string): WordJudge {
  if (llm.turnEnd === 'off' || !hasLexicon(language)) return () => Promise.resolve(undefined);
  const chance = new TurnEndChance(llm);
  void chance.probe();
  return (text, signal) => chance.estimate(text, signal);
}

/** Tells the meter what the caller's turn goes through, and holds long synthesis back until it is over. */
function createObserver(meter: TurnMeter, prepared: PreparedReply): TurnObserver {
  return {
    asked: (silenceMs) => {
      const nowMs = performance.now();
      meter.mark('speechEnd', nowMs - silenceMs);
      meter.mark('hypothesis', nowMs);
    },
    speculated: () => {
      prepared.begin();
      meter.startAttempt();
    },
    speculationCancelled: () => {
      prepared.settle(false);
      meter.discard('resumed');
    },
    dropped: () => {
      prepared.settle(false);
      meter.discard('dropped');
    },
    committed: ({ probability, silenceMs }) => {
      prepared.settle(true);
      meter.note('endOfTurn', probability);
      meter.note('silenceMs', silenceMs);
      meter.commit();
    },
  };
}

/** Measures the speech of one reply, and tells when a prepared one could be heard. */
function measureSpeech(meter: TurnMeter, prepared: PreparedReply) {
  const attempt = meter.currentAttempt;
  return {
    mark: (stage: 'firstClause' | 'ttsRequest' | 'firstAudio') => {
      attempt?.mark(stage);
      if (stage === 'firstAudio' && attempt === meter.currentAttempt) prepared.ready();
    },
    countAudio: (durationMs: number) => attempt?.countAudio(durationMs),
  };
}

/** The rest of a turn's measures: when its answer is first heard, and when it is over. */
function measureReplies(session: voice.AgentSession, meter: TurnMeter): void {
  const { AgentStateChanged, ConversationItemAdded } = voice.AgentSessionEventTypes;
  session.on(AgentStateChanged, ({ newState }) => {
    if (newState === 'speaking') meter.markAudioOut();
  });
  session.on(ConversationItemAdded, ({ item }) => {
    const isAnswer =
      item.type === 'message' && item.role === 'assistant' && item.metrics.llmNodeTtft !== undefined;
    if (!isAnswer) return; // The greeting has no such measure.
    const startedAtMs = performance.now() - (Date.now() - item.createdAt);
    meter.finish({ interrupted: item.interrupted, startedAtMs });
  });
}

/** A caller who drops out is waited for in silence; one who hangs up, or does not come back, ends the job. */
function bridgeAbsences(ctx: JobContext, session: voice.AgentSession, callerIdentity: string): void {
  watchForAbsence(ctx.room, callerIdentity, {
    left: () => void session.interrupt(),
    returned: () => void session.say(assistant.welcomeBack),
    // Who comes back still later opens the room anew, and an agent is called into it; nobody would be into this one.
    givenUp: () => void ctx.deleteRoom().finally(() => ctx.shutdown('the caller did not come back')),
  });
  session.on(voice.AgentSessionEventTypes.Close, () => {
    ctx.shutdown('the session has ended');
  });
}

/** A model server that fails is told to the operator in one line, and a failed answer to the caller in a sentence. */
function apologizeForFailures(session: voice.AgentSession, prepared: PreparedReply): void {
  session.on(voice.AgentSessionEventTypes.Error, ({ error }) => {
    const failure = error as { type?: string; recoverable?: boolean; error?: Error };
    if (failure.recoverable) return;
    logger.error({ source: failure.type, reason: failure.error?.message }, 'a model server failed');
    if (failure.type !== 'llm_error') return;
    void prepared.whenDecided().then((committed) => {
      if (committed) session.say(assistant.apology);
    });
  });
}
