import type { JobContext, VAD, voice } from '@livekit/agents';
import type { RemoteParticipant } from '@livekit/rtc-node';
import { AskedQuestion } from './asked-question.ts';
import { chooseAssistant } from './assistant/assistant-choice.ts';
import type { Assistant } from './assistant/assistant-file.ts';
import { VoiceHabits } from './assistant/habits/voice-habits.ts';
import { CallKnowledge } from './assistant/knowledge/call-knowledge.ts';
import { connectSearch } from './assistant/knowledge/call-search.ts';
import { identifyCaller } from './assistant/memory/caller-id.ts';
import { Recollection } from './assistant/recollection.ts';
import type { Speaker } from './assistant/speaker.ts';
import { CallEnding } from './call-ending.ts';
import { createCallLanguage, createSession, createSpeaker, createSpeech } from './call-models.ts';
import type { Call, CallParts } from './call-models.ts';
import { openToolbox } from './call-toolbox.ts';
import type { Config } from './config.ts';
import { createHearing } from './hearing/hearing.ts';
import type { Levers } from './levers.ts';
import { LanguageModel } from './llm/language-model.ts';
import { unmarkReplacement } from './replacement.ts';
import { CallTally } from './telemetry/call-record.ts';
import { logger } from './telemetry/logger.ts';
import { TurnLog } from './telemetry/turn-log.ts';
import { TurnMeter } from './telemetry/turn-meter.ts';
import { reportTurn } from './telemetry/turn-report.ts';
import { PreparedReply } from './turn/prepared-reply.ts';

/** Brings together what a call is made of, with the records that are kept of it. */
export async function openCall(
  ctx: JobContext,
  config: Config,
  vad: VAD,
  levers: Levers,
  caller: RemoteParticipant,
): Promise<Call> {
  const callerId = identifyCaller(caller, config.livekit.apiSecret);
  const speaker = createSpeaker(config, findAssistant(config, ctx.job, callerId));
  const { meter, tally, finish } = keepRecords(ctx, config, speaker);
  const silentParts = {
    ctx,
    config,
    vad,
    levers,
    meter,
    prepared: new PreparedReply(),
    language: new LanguageModel(config.llm, () => meter.beginReply()),
    speaker,
    hearing: await createHearing(speaker.assistant.noiseSuppression, (problem) => logger.warn(problem)),
    callLanguage: createCallLanguage(config, speaker),
    callerId,
  };
  const parts = { ...silentParts, speech: createSpeech(silentParts) };
  const recollection = createRecollection(parts, () => session);
  await recollection.recall(speaker.assistant);
  const session: voice.AgentSession = createSession(parts, () => call);
  const habits = new VoiceHabits({
    speaker,
    say: (text) => toolbox.tools.sayAgain(text, session.say(text)),
    hear: (words) => toolbox.tools.hear(words),
  });
  const ending = new CallEnding(session);
  const whenCommitted = () => parts.prepared.whenCommitted();
  const knowledge = new CallKnowledge({ search: connectSearch(), whenCommitted });
  const toolbox = openToolbox({ ...parts, session, ending, caller, knowledge });
  const question = new AskedQuestion({
    getQuestion: () => toolbox.tools.question,
    getLastSaid: () => habits.lastSaid,
    getSpeed: () => speaker.speed,
  });
  const call: Call = { ...parts, session, ending, habits, question, knowledge, recollection, toolbox };
  tally.answeredBy(speaker.answeredBy);
  speaker.onChange = () => {
    tally.answeredBy(speaker.answeredBy);
    void describeCall(call).catch(() => undefined); // The call has ended.
  };
  ctx.addShutdownCallback(async () => {
    meter.finish({ interrupted: true }); // The caller left in the middle of an answer.
    await finish(ending.end);
    await recollection.finish(session);
  });
  return call;
}

/** The measures of each turn and the count of what was in the call, for the page and for the turn log. */
function keepRecords(ctx: JobContext, config: Config, speaker: Speaker) {
  const turnLog = config.turn.logDir
    ? new TurnLog(config.turn.logDir, (problem) => logger.warn(problem))
    : undefined;
  const tally = new CallTally();
  const meter = new TurnMeter((record) => {
    tally.count(record);
    reportTurn({ ...record, ...speaker.answeredBy }, ctx.room.localParticipant, turnLog);
  });
  const finish = async (end: CallEnding['end']) => {
    turnLog?.appendCall(tally.finish(end));
    await turnLog?.flush();
  };
  return { meter, tally, finish };
}

/** What is kept of the conversation: within the call, and across calls where its assistant says so. */
function createRecollection(parts: CallParts, getSession: () => voice.AgentSession): Recollection {
  const { config, callerId, speaker, language } = parts;
  return new Recollection({
    server: config.llm,
    dataDir: config.dataDir,
    callerId,
    getAssistant: () => speaker.assistant,
    prime: (context, signal) => language.prime(context, { tools: getSession().currentAgent.toolCtx, signal }),
    log: (line) => logger.info(line),
  });
}

/** The assistant that the call asks for, as its file has it now. */
function findAssistant(
  { assistants }: Config,
  job: JobContext['job'],
  caller: string | undefined,
): Assistant {
  const report = (problem: string) => logger.error(problem);
  const keys = { call: job.room?.sid, caller };
  return chooseAssistant(assistants, unmarkReplacement(job.metadata), report, keys);
}

/** Attributes that tell the page who speaks, and with what. */
export async function describeCall({ ctx, config, speaker, callLanguage }: Call): Promise<void> {
  await ctx.room.localParticipant?.setAttributes({
    'parley.assistant': speaker.assistant.name,
    'parley.stt': config.stt.model,
    'parley.llm': config.llm.model,
    'parley.tts': config.tts.model,
    'parley.voice': speaker.voice,
    'parley.language': speaker.language,
    'parley.hears': callLanguage.audible?.join() ?? '',
  });
}
