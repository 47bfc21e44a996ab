import { voice } from '@livekit/agents';
import type { JobContext, VAD } from '@livekit/agents';
import { watchForAbsence } from './absence.ts';
import { chooseAssistant } from './assistant/assistant-choice.ts';
import type { Assistant } from './assistant/assistant-file.ts';
import { identifyCaller } from './assistant/memory/caller-id.ts';
import { createAgent } from './call-agents.ts';
import { createCallLanguage, createSession, createSpeaker } from './call-models.ts';
import type { CallParts } from './call-models.ts';
import type { Config } from './config.ts';
import { allLevers } from './levers.ts';
import type { Levers } from './levers.ts';
import { LanguageModel } from './llm/language-model.ts';
import { isReplacement, unmarkReplacement } from './replacement.ts';
import { logger } from './telemetry/logger.ts';
import { reportReplies } from './telemetry/reply-report.ts';
import { reportTools } from './telemetry/tool-report.ts';
import { TurnLog } from './telemetry/turn-log.ts';
import { TurnMeter } from './telemetry/turn-meter.ts';
import { reportTurn } from './telemetry/turn-report.ts';
import { measureReplies } from './turn-measurement.ts';
import { PreparedReply } from './turn/prepared-reply.ts';
import { LISTENING_RATE_HZ } from './turn-audio.ts';
import { createTypedTextHandler } from './typed-text.ts';

/** Audio that waits to be sent: what is in it can't be taken back when the caller interrupts. */
const PLAYOUT_QUEUE_MS = 60;

/**
 * Wires one call: an assistant, models for its ears and mouth, then the greeting. Resolves when the caller has been
 * greeted.
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
  const callerId = identifyCaller(caller, config.livekit.apiSecret);
  const turnLog = config.turn.logDir
    ? new TurnLog(config.turn.logDir, (problem) => logger.warn(problem))
    : undefined;
  const meter = new TurnMeter((record) => reportTurn(record, ctx.room.localParticipant, turnLog));
  const language = new LanguageModel(config.llm, () => meter.beginReply());
  const speaker = createSpeaker(config, findAssistant(config, ctx.job.metadata, callerId));
  const parts = {
    ctx,
    config,
    vad,
    levers,
    meter,
    prepared: new PreparedReply(),
    language,
    speaker,
    callLanguage: createCallLanguage(config, speaker),
    callerId,
  };
  const session = createSession(parts);
  measureReplies(session, meter);
  reportTools(session, () => ctx.room.localParticipant);
  ctx.addShutdownCallback(async () => {
    meter.finish({ interrupted: true }); // The caller left in the middle of an answer.
    await turnLog?.flush();
  });
  apologizeForFailures(session, parts);
  const agent = createAgent(parts, session, speaker.assistant);
  language.primePrefix(agent.instructions.toString(), speaker.greeting).catch((error: unknown) => {
    logger.debug({ reason: String(error) }, 'the language model was not primed');
  });

  await session.start({
    agent,
    room: ctx.room,
    record: false, // Recordings go to a cloud otherwise.
    inputOptions: {
      audioSampleRate: LISTENING_RATE_HZ,
      participantIdentity: caller.identity,
      deleteRoomOnClose: true, // Who hangs up is not waited for.
      textInputCallback: createTypedTextHandler(meter, parts.prepared, () => ctx.room.localParticipant),
    },
    outputOptions: { queueSizeMs: PLAYOUT_QUEUE_MS },
  });
  if (session.output.audio) reportReplies(session.output.audio, () => ctx.room.localParticipant);
  bridgeAbsences(session, parts, caller.identity);
  speaker.onChange = () => void describeCall(parts).catch(() => undefined); // The call has ended.
  await describeCall(parts);
  const greeting = isReplacement(ctx.job.metadata) ? speaker.sentences.takeover : speaker.greeting;
  await session.say(greeting).waitForPlayout();
}

/** The assistant that the call asks for, as its file has it now. */
function findAssistant({ assistants }: Config, jobMetadata: string, callerId: string | undefined): Assistant {
  const report = (problem: string) => logger.error(problem);
  return chooseAssistant(assistants, unmarkReplacement(jobMetadata), report, callerId);
}

/** Attributes that tell the page who speaks, and with what. */
async function describeCall({ ctx, config, speaker }: CallParts): Promise<void> {
  await ctx.room.localParticipant?.setAttributes({
    'parley.assistant': speaker.assistant.name,
    'parley.stt': config.stt.model,
    'parley.llm': config.llm.model,
    'parley.tts': config.tts.model,
    'parley.voice': speaker.voice,
    'parley.language': speaker.language,
  });
}

/** A caller who drops out is waited for in silence; one who hangs up, or does not come back, ends the job. */
function bridgeAbsences(
  session: voice.AgentSession,
  { ctx, speaker }: CallParts,
  callerIdentity: string,
): void {
  watchForAbsence(ctx.room, callerIdentity, {
    left: () => void session.interrupt(),
    returned: () => void session.say(speaker.sentences.welcomeBack),
    // Who comes back still later opens the room anew, and an agent is called into it; nobody would be into this one.
    givenUp: () => void ctx.deleteRoom().finally(() => ctx.shutdown('the caller did not come back')),
  });
  session.on(voice.AgentSessionEventTypes.Close, () => {
    ctx.shutdown('the session has ended');
  });
}

/** A model server that fails is told to the operator in one line, and a failed answer to the caller in a sentence. */
function apologizeForFailures(session: voice.AgentSession, { prepared, speaker }: CallParts): void {
  session.on(voice.AgentSessionEventTypes.Error, ({ error }) => {
    const failure = error as { type?: string; recoverable?: boolean; error?: Error };
    if (failure.recoverable) return;
    logger.error({ source: failure.type, reason: failure.error?.message }, 'a model server failed');
    if (failure.type !== 'llm_error') return;
    void prepared.whenDecided().then((committed) => {
      if (committed) session.say(speaker.sentences.apology);
    });
  });
}
