import { voice } from '@livekit/agents';
import type { JobContext, VAD } from '@livekit/agents';
import type { Assistant } from './assistant/assistant-file.ts';
import { Speaker } from './assistant/speaker.ts';
import type { Config } from './config.ts';
import type { Levers } from './levers.ts';
import type { LanguageModel } from './llm/language-model.ts';
import { TurnEndChance } from './llm/turn-end-chance.ts';
import { Recognizer } from './stt/recognizer.ts';
import type { TurnMeter } from './telemetry/turn-meter.ts';
import { SpeechSynthesizer } from './tts/speech-synthesizer.ts';
import { createObserver, measureSpeech } from './turn-measurement.ts';
import { createAudioJudge } from './turn/audio-judge.ts';
import { hasLexicon } from './turn/completeness.ts';
import { createFloor } from './turn/floor.ts';
import type { PreparedReply } from './turn/prepared-reply.ts';
import { createTurnHandling, FIXED_DELAY_MS } from './turn/turn-handling.ts';
import type { WordJudge } from './turn/turn-stream.ts';
import { TurnTakingStt } from './turn/turn-taking-stt.ts';

/** Failures in a row after which the framework would end the call; a caller is never hung up on because of them. */
const NEVER_HANG_UP = Number.MAX_SAFE_INTEGER;

/** What the ears, the mind and the mouth of one call are made of. */
export interface CallParts {
  ctx: JobContext;
  config: Config;
  vad: VAD;
  levers: Levers;
  meter: TurnMeter;
  prepared: PreparedReply;
  language: LanguageModel;
  speaker: Speaker;
  /** Who calls, where somebody vouches for it: the same across calls. */
  callerId: string | undefined;
}

/** An assistant with the voice, the language and the pace that it has on this installation. */
export function createSpeaker({ tts, stt, turn }: Config, assistant: Assistant): Speaker {
  const { voice, speed } = tts;
  return new Speaker(assistant, { voice, speed, language: stt.language, turnTaking: turn.preset });
}

/** The models of one call, wired to each other. They stay when another assistant takes the call, and follow the speaker. */
export function createSession(parts: CallParts): voice.AgentSession {
  const session: voice.AgentSession = new voice.AgentSession({
    vad: null, // Our STT stream listens for voice activity itself.
    stt: createEars(parts, () => session),
    llm: parts.language,
    tts: createVoice(parts),
    turnHandling: createTurnHandling(parts.levers.speculation),
    aecWarmupDuration: null, // Callers may interrupt from the first word on; browsers cancel their echo themselves.
    connOptions: { maxUnrecoverableErrors: NEVER_HANG_UP },
  });
  return session;
}

function createEars(parts: CallParts, getSession: () => voice.AgentSession): TurnTakingStt {
  const { ctx, config, vad, levers, meter, prepared, speaker } = parts;
  return new TurnTakingStt(config.stt.model, {
    vad,
    judge: createAudioJudge(ctx.inferenceExecutor),
    judgeWords: createWordJudge(config.llm, speaker),
    observer: createObserver(meter, prepared),
    options: {
      get language() {
        return speaker.language;
      },
      get preset() {
        return speaker.preset;
      },
      speculation: levers.speculation,
      fixedDelayMs: levers.turnModel ? undefined : FIXED_DELAY_MS,
    },
    createFloor: () => createFloor(getSession()),
    createRecognition: (onInterim) => new Recognizer(config.stt, levers.streamingStt, onInterim),
    prepared,
    onLost: () => void getSession().say(speaker.sentences.notUnderstood),
  });
}

function createVoice({ config: { tts }, levers, meter, prepared, speaker }: CallParts): SpeechSynthesizer {
  return new SpeechSynthesizer({
    ...tts,
    get voice() {
      return speaker.voice;
    },
    get speed() {
      return speaker.speed;
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
