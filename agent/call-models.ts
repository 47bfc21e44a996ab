import { voice } from '@livekit/agents';
import type { JobContext, VAD } from '@livekit/agents';
import type { AskedQuestion } from './asked-question.ts';
import type { Assistant } from './assistant/assistant-file.ts';
import type { Recollection } from './assistant/recollection.ts';
import { readCommand } from './assistant/habits/spoken-command.ts';
import type { VoiceHabits } from './assistant/habits/voice-habits.ts';
import type { CallKnowledge } from './assistant/knowledge/call-knowledge.ts';
import { CallLanguage } from './assistant/language/call-language.ts';
import { kokoroVoices } from './assistant/language/default-voices.ts';
import { Speaker } from './assistant/speaker.ts';
import type { CallEnding } from './call-ending.ts';
import type { Toolbox } from './call-toolbox.ts';
import type { Config } from './config.ts';
import type { Hearing } from './hearing/hearing.ts';
import type { Levers } from './levers.ts';
import type { LanguageModel } from './llm/language-model.ts';
import { TurnEndChance } from './llm/turn-end-chance.ts';
import { guessAudibleLanguages, readAudibleLanguages } from './stt/audible-languages.ts';
import type { SttServer } from './stt/batch-transcription.ts';
import { Recognizer } from './stt/recognizer.ts';
import type { TurnMeter } from './telemetry/turn-meter.ts';
import { SpeechSynthesizer } from './tts/speech-synthesizer.ts';
import { createObserver, measureSpeech } from './turn-measurement.ts';
import { createAudioJudge } from './turn/audio-judge.ts';
import { hasLexicon } from './turn/completeness.ts';
import { createFloor } from './turn/floor.ts';
import type { PreparedReply } from './turn/prepared-reply.ts';
import { createTurnHandling, FIXED_DELAY_MS } from './turn/turn-handling.ts';
import type { TurnObserver, WordJudge } from './turn/turn-stream.ts';
import { TurnTakingStt } from './turn/turn-taking-stt.ts';

/** Failures in a row after which the framework would end the call; a caller is never hung up on because of them. */
const NEVER_HANG_UP = Number.MAX_SAFE_INTEGER;

const MODELS_TIMEOUT_MS = 5_000;

/** What the ears, the mind and the mouth of one call are made of. */
export interface CallParts {
  ctx: JobContext;
  config: Config;
  vad: VAD;
  levers: Levers;
  meter: TurnMeter;
  prepared: PreparedReply;
  language: LanguageModel;
  speech: SpeechSynthesizer;
  speaker: Speaker;
  hearing: Hearing;
  callLanguage: CallLanguage;
  /** Who calls, where somebody vouches for it: the same across calls. */
  callerId: string | undefined;
}

/** A call, wired. */
export interface Call extends CallParts {
  session: voice.AgentSession;
  ending: CallEnding;
  habits: VoiceHabits;
  question: AskedQuestion;
  knowledge: CallKnowledge;
  recollection: Recollection;
  toolbox: Toolbox;
}

/** An assistant with the voice, the language and the pace that it has on this installation. */
export function createSpeaker({ tts, stt, turn }: Config, assistant: Assistant): Speaker {
  const { voice, speed } = tts;
  const voices = tts.model === 'kokoro' ? kokoroVoices : {};
  return new Speaker(assistant, { voice, voices, speed, language: stt.language, turnTaking: turn.preset });
}

/** The language of a call, which follows its caller as far as the STT server understands them. */
export function createCallLanguage({ stt }: Config, speaker: Speaker): CallLanguage {
  const language = new CallLanguage(speaker, guessAudibleLanguages(stt.model));
  void readAudibleLanguages(stt, AbortSignal.timeout(MODELS_TIMEOUT_MS)).then((audible) => {
    language.audible = audible;
  });
  return language;
}

/**
 * The models of one call, wired to each other. They stay when another assistant takes the call, and follow the speaker.
 *
 * @param getCall - asked once the session has started.
 */
export function createSession(
  parts: CallParts,
  getCall: () => Pick<Call, 'session' | 'habits' | 'question'>,
): voice.AgentSession {
  return new voice.AgentSession({
    vad: null, // Our STT stream listens for voice activity itself.
    stt: createEars(parts, getCall),
    llm: parts.language,
    tts: parts.speech,
    ttsTextTransforms: [], // Our speech stream takes markup out itself, without waiting.
    turnHandling: createTurnHandling(parts.levers.speculation),
    aecWarmupDuration: null, // Callers may interrupt from the first word on; browsers cancel their echo themselves.
    userAwayTimeout: null, // idle-caller.ts is about silence; while one is away, waitForIdle never rests (1.9.0).
    connOptions: { maxUnrecoverableErrors: NEVER_HANG_UP },
  });
}

function createEars(
  parts: CallParts,
  getCall: () => Pick<Call, 'session' | 'habits' | 'question'>,
): TurnTakingStt {
  const { ctx, config, vad, levers, prepared, speaker, speech } = parts;
  const stt = createSttServer(parts);
  return new TurnTakingStt(config.stt.model, {
    vad,
    judge: createAudioJudge(ctx.inferenceExecutor),
    judgeWords: createWordJudge(config.llm, speaker),
    observer: createTurnObserver(parts),
    isCommand: (text) => readCommand(text, speaker.language) !== undefined,
    onStopped: (text) => getCall().habits.heedStop(text),
    options: {
      get language() {
        return speaker.language;
      },
      get preset() {
        return speaker.preset;
      },
      isQuestionHeard: () => getCall().question.isHeard(),
      speculation: levers.speculation,
      fixedDelayMs: levers.turnModel ? undefined : FIXED_DELAY_MS,
    },
    createFloor: () => createFloor(getCall().session, speech),
    createRecognition: (onInterim) => new Recognizer(stt, levers.streamingStt, onInterim),
    prepared,
    inputDelayMs: parts.hearing.delayMs,
    onLost: (times) => {
      const { notUnderstood, stillNotUnderstood } = speaker.sentences;
      getCall().session.say(times === 1 ? notUnderstood : stillNotUnderstood);
    },
  });
}

/** The server, told what is spoken as that changes. */
function createSttServer({ config, callLanguage }: CallParts): SttServer {
  return {
    ...config.stt,
    get language() {
      return callLanguage.expected;
    },
    get languages() {
      return callLanguage.candidates;
    },
  };
}

/** Turns go to the meter, and to the language of the call. */
function createTurnObserver({ meter, prepared, callLanguage }: CallParts): TurnObserver {
  const observer = createObserver(meter, prepared);
  return {
    ...observer,
    speculated: (heard) => {
      callLanguage.suppose(heard);
      observer.speculated(heard);
    },
    speculationCancelled: () => {
      callLanguage.takeBack();
      observer.speculationCancelled();
    },
    dropped: () => {
      callLanguage.takeBack();
      observer.dropped();
    },
    committed: (turn, heard) => {
      callLanguage.confirm(heard);
      observer.committed(turn, heard);
    },
  };
}

/** Speech as the speaker of the call has it at the time. */
export function createSpeech(parts: Omit<CallParts, 'speech'>): SpeechSynthesizer {
  const { config, levers, meter, prepared, speaker } = parts;
  const { tts } = config;
  return new SpeechSynthesizer({
    ...tts,
    get voice() {
      return speaker.voice;
    },
    get speed() {
      return speaker.speed;
    },
    get language() {
      return speaker.language;
    },
    segmentation: levers.clauseFirst ? 'clauses' : 'sentences',
    cacheMb: levers.speechCache ? tts.cacheMb : 0,
    whenCommitted: () => prepared.whenCommitted(),
    whenSilent: () => prepared.whenSilent(),
    beginReply: () => measureSpeech(meter, prepared),
  });
}

/** The language model's opinion on whether the caller has finished; what it is worth is known of English only. */
function createWordJudge(llm: Config['llm'], speaker: Speaker): WordJudge {
  if (llm.turnEnd === 'off') return () => Promise.resolve(undefined);
  const chance = new TurnEndChance(llm);
  if (hasLexicon(speaker.language)) void chance.probe();
  return (text, signal) =>
    hasLexicon(speaker.language) ? chance.estimate(text, signal) : Promise.resolve(undefined);
}
