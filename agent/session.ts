import { voice } from '@livekit/agents';
import type { JobContext, VAD } from '@livekit/agents';
import { watchForAbsence } from './absence.ts';
import { limitDuration } from './call-ending.ts';
import { createAgent } from './call-agents.ts';
import type { Call } from './call-models.ts';
import type { Config } from './config.ts';
import { listenForKeys } from './dtmf.ts';
import { allLevers } from './levers.ts';
import type { Levers } from './levers.ts';
import { watchIdleCaller } from './idle-caller.ts';
import { describeCall, openCall } from './open-call.ts';
import { isReplacement } from './replacement.ts';
import { logger } from './telemetry/logger.ts';
import { reportReplies } from './telemetry/reply-report.ts';
import { playWhileThinking } from './thinking-sound.ts';
import { cutTranscripts } from './tts/spoken-reply.ts';
import { measureReplies } from './turn-measurement.ts';
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
  const call = await openCall(ctx, config, vad, levers, caller);
  const { session, speaker, language, meter } = call;
  measureReplies(session, meter);
  apologizeForFailures(call);
  const agent = createAgent(call, speaker.assistant);
  language
    .primePrefix(agent.instructions.toString(), speaker.greeting, { tools: agent.toolCtx })
    .catch((error: unknown) => {
      logger.debug({ reason: String(error) }, 'the language model was not primed');
    });

  await joinRoom(call, agent, caller.identity);
  if (session.output.audio) followPlayout(call, session.output.audio);
  call.recollection.follow(session);
  bridgeAbsences(call, caller.identity);
  answerKeys(call, caller.identity);
  await describeCall(call);
  limitDuration(call.ending, speaker.assistant.limits.maxCallMinutes, () => speaker.sentences.timeIsUp);
  watchIdleCaller(call, caller.identity);
  playWhileThinking(call);
  await greet(call);
}

/** From here on the agent hears the caller, and can be heard. */
async function joinRoom(call: Call, agent: voice.Agent, callerIdentity: string): Promise<void> {
  const { ctx, session, hearing } = call;
  await session.start({
    agent,
    room: ctx.room,
    record: false, // Recordings go to a cloud otherwise.
    inputOptions: {
      audioSampleRate: hearing.rateHz,
      noiseCancellation: hearing.aid,
      participantIdentity: callerIdentity,
      deleteRoomOnClose: true, // Who hangs up is not waited for.
      textInputCallback: createTypedTextHandler(
        call,
        () => ctx.room.localParticipant,
        (text) => takeTyped(call, text),
      ),
    },
    outputOptions: { queueSizeMs: PLAYOUT_QUEUE_MS },
  });
}

/** The page, and the conversation, learn what was heard of a reply; what has to do with it is told in this order. */
function followPlayout({ ctx, speech, question, knowledge }: Call, audio: voice.AudioOutput): void {
  question.follow(audio);
  cutTranscripts(audio, speech.replies);
  reportReplies(audio, {
    getSender: () => ctx.room.localParticipant,
    findSources: (heard) => knowledge.findSources(heard),
  });
}

/** The first words: what callers have to be told, and the greeting; only an apology, where another agent was before. */
async function greet({ ctx, session, speaker }: Call): Promise<void> {
  const isFirst = !isReplacement(ctx.job.metadata);
  const { consent } = speaker.assistant;
  if (isFirst && consent) session.say(consent);
  await session.say(isFirst ? speaker.greeting : speaker.sentences.takeover).waitForPlayout();
}

/** What is typed may ask for another language, too, or for what needs no language model. */
function takeTyped({ callLanguage, habits }: Call, text: string): boolean {
  callLanguage.confirm({ text, endOfTurn: undefined });
  return habits.obey(text);
}

/** What is pressed on a phone is answered like what is typed, and is in the language of nobody. */
function answerKeys(call: Call, callerIdentity: string): void {
  const { ctx, session } = call;
  const answer = createTypedTextHandler(call);
  const stop = listenForKeys(ctx.room, callerIdentity, (text) => {
    Promise.resolve(answer(session, { text })).catch(() => undefined); // The call has ended.
  });
  ctx.addShutdownCallback(() => {
    stop();
    return Promise.resolve();
  });
}

/** A caller who drops out is waited for in silence; one who hangs up, or does not come back, ends the job. */
function bridgeAbsences({ ctx, session, speaker, ending }: Call, callerIdentity: string): void {
  watchForAbsence(ctx.room, callerIdentity, {
    left: () => void session.interrupt(),
    returned: () => void session.say(speaker.sentences.welcomeBack),
    // Who comes back still later opens the room anew, and an agent is called into it; nobody would be into this one.
    givenUp: () => {
      ending.note('absence');
      void ctx.deleteRoom().finally(() => ctx.shutdown('the caller did not come back'));
    },
  });
  session.on(voice.AgentSessionEventTypes.Close, () => {
    ctx.shutdown('the session has ended');
  });
}

/** A model server that fails is told to the operator in one line, and a failed answer to the caller in a sentence. */
function apologizeForFailures({ session, prepared, speaker }: Call): void {
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
