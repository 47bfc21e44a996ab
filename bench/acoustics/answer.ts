import type { Said } from './said.ts';
import type { Sound } from './sounds.ts';

/** Half of what local WebRTC takes there and back: what is heard sooner was begun before the caller's end was known. */
const ONE_WAY_MS = 50;

/** Quiet after which sound is a new answer rather than the next word of an old one. */
const NEW_ANSWER_MS = 300;

/** How an agent answered one turn. */
export interface AnswerMeasure {
  /** Some sound came after the caller's end that was not the rest of what had cut the caller off. */
  answered: boolean;
  /** Last sample of speech → first sound of the answer; undefined when cut off or not answered. */
  mouthToEarMs: number | undefined;
  /** The agent began to speak before the caller had finished. */
  cutOff: boolean;
  /** One for each pause of the caller's turn: whether the agent took it for the end. */
  pauses: { durationMs: number; cutOff: boolean }[];
  /** When the answer's first sound was heard. */
  answeredMs: number | undefined;
}

/**
 * Judges one turn by what was heard from its first sample on. A cutoff belongs to the pause that began last before
 * the agent spoke: what it decided in the pause may be heard a little after it.
 */
export function measureAnswer(said: Said, sounds: readonly Sound[]): AnswerMeasure {
  const heardSince = sounds.filter(({ startMs }) => startMs >= said.startMs);
  const knownMs = said.endMs + ONE_WAY_MS;
  const early = heardSince.filter(({ startMs }) => startMs < knownMs);
  const answer = findAnswer(sounds, knownMs);
  const cutOff = early.length > 0;
  return {
    answered: answer !== undefined,
    mouthToEarMs: answer === undefined || cutOff ? undefined : answer.startMs - said.endMs,
    cutOff,
    pauses: said.pauses.map((pause, index) => {
      const untilMs = said.pauses[index + 1]?.startMs ?? knownMs;
      const taken = early.some(({ startMs }) => startMs >= pause.startMs && startMs < untilMs);
      return { durationMs: pause.durationMs, cutOff: taken };
    }),
    answeredMs: answer?.startMs,
  };
}

function findAnswer(sounds: readonly Sound[], knownMs: number): Sound | undefined {
  return sounds.find(({ startMs }, index) => {
    const quietMs = startMs - (sounds[index - 1]?.endMs ?? -Infinity);
    return startMs >= knownMs && quietMs >= NEW_ANSWER_MS;
  });
}
