import type { ServerSpeed } from './server-speed.ts';
import { countSpokenLetters } from './speech-length.ts';
import { findBoundaries } from './text-boundaries.ts';
import type { BoundaryKind } from './text-boundaries.ts';

/** `clauses` starts with a few words and grows; `sentences` speaks whole sentences only. */
export type Segmentation = 'clauses' | 'sentences';

/** What is known when the next request could be sent. */
export interface SegmentationState {
  /** Text that is not spoken yet. */
  text: string;
  /** No more text will come. */
  ended: boolean;
  /** Audio that was made for this reply and is not heard yet; 0 before the first segment. */
  aheadMs: number;
  /** No more audio than this is wanted for now, as far as a segment can be so short. */
  limitMs: number;
  speed: ServerSpeed;
}

/**
 * Speak the text before `end` now (`joined`: the cut is inside a clause), or wait for more text, at most so long
 * (Infinity: until it comes).
 */
export type SegmentChoice = { end: number; joined: boolean } | { waitMs: number };

/** Shorter pieces are slurred, and make the next one hurry. */
export const MIN_SEGMENT_MS = 700;
/** The first segment is this much longer than the shortest that could be kept up: the server is not idle when it counts. */
const HEADROOM = 2.5;
/**
 * But not longer than this: on a server that makes speech about as slowly as it is heard, the caller would wait for an
 * answer until most of it is made. There the end of a clause, where a speaker may pause, covers for the next segment.
 */
const LONGEST_OPENING_MS = 2_000;
/** A later segment takes further sentences up to this: each request costs something. */
const ENOUGH_MS = 4_000;
/** Longer ones hold more work that an interruption throws away. */
const MAX_SEGMENT_MS = 10_000;
/** A clause that ends so soon behind the first possible cut is worth its wait. */
const CLAUSE_PATIENCE_MS = 700;
/** Waiting for text ends when synthesis needs all the time there is but this. */
const RESERVE_MS = 150;
/** A clause is not cut for a tail of fewer letters: a stub sounds worse than it saves. */
const MIN_TAIL_LETTERS = 8;
/** In `sentences`, shorter ones go together with the next, as in the framework's own tokenizer. */
const MIN_SENTENCE_LETTERS = 20;

interface Cut {
  end: number;
  kind: BoundaryKind;
  audioMs: number;
}

/**
 * Chooses what to speak next: so little that its synthesis is over before the audio ahead is heard, and otherwise
 * as much as makes a natural unit. Where nothing is ahead: the first few words, or the clause, that a segment as
 * long can follow without a gap.
 */
export function chooseSegment(state: SegmentationState): SegmentChoice {
  const { text, ended, aheadMs, limitMs, speed } = state;
  const leastMs =
    aheadMs > 0
      ? Math.min(Math.max(MIN_SEGMENT_MS, speed.sustainableMs), ENOUGH_MS)
      : Math.min(Math.max(MIN_SEGMENT_MS, HEADROOM * speed.sustainableMs), LONGEST_OPENING_MS);
  const mostMs = Math.min(speed.estimateAudioWithinMs(aheadMs), limitMs, MAX_SEGMENT_MS);
  const cuts = listCuts(state);
  if (mostMs < leastMs) return speakOrWait(chooseShortest(cuts, leastMs, ended));

  const sentence = chooseSentences(cuts, leastMs, mostMs, ended);
  if (sentence) return speakOrWait(sentence);
  const part = choosePart(cuts, leastMs, mostMs);
  if (!part || speed.estimateAudioMs(countSpokenLetters(text)) > mostMs) return speakOrWait(part);
  const slackMs = aheadMs - speed.estimateSynthesisMs(part.audioMs) - RESERVE_MS;
  return slackMs > 0 ? { waitMs: slackMs } : speakOrWait(part);
}

/** The next whole sentences, whatever they cost: speech without {@link chooseSegment}, for comparison. */
export function chooseSentence({ text, ended }: Pick<SegmentationState, 'text' | 'ended'>): SegmentChoice {
  const whole = text.trimEnd().length;
  const sentence = findBoundaries(text, ended).find(
    ({ end, kind }) =>
      kind === 'sentence' &&
      ((ended && end >= whole) || countSpokenLetters(text.slice(0, end)) >= MIN_SENTENCE_LETTERS),
  );
  return sentence ? { end: sentence.end, joined: false } : { waitMs: Infinity };
}

/** Cuts in order. What is left of a sentence is long enough; behind a cut inside a clause that must be known. */
function listCuts({ text, ended, speed }: SegmentationState): Cut[] {
  const boundaries = findBoundaries(text, ended);
  return boundaries.flatMap(({ end, kind }, index) => {
    const later = boundaries.slice(index + 1);
    const tailEnd = isInsideClause(kind)
      ? (later.find((boundary) => !isInsideClause(boundary.kind))?.end ?? text.length)
      : later.find((boundary) => boundary.kind === 'sentence')?.end;
    if (kind !== 'sentence' && tailEnd !== undefined && isStub(text.slice(end, tailEnd))) return [];
    return [{ end, kind, audioMs: speed.estimateAudioMs(countSpokenLetters(text.slice(0, end))) }];
  });
}

function isStub(tail: string): boolean {
  return countSpokenLetters(tail.trim()) < MIN_TAIL_LETTERS;
}

/** The earliest good cut that gives enough audio, or a clause's end soon behind it. */
function chooseShortest(cuts: Cut[], leastMs: number, ended: boolean): Cut | undefined {
  const longEnough = cuts.filter(({ audioMs }) => audioMs >= leastMs);
  const shortest = longEnough.find(({ kind, audioMs }) => kind !== 'word' || audioMs >= 2 * leastMs);
  if (!shortest) return ended ? cuts.at(-1) : undefined;
  const clause = longEnough.find(
    ({ kind, audioMs }) => !isInsideClause(kind) && audioMs <= shortest.audioMs + CLAUSE_PATIENCE_MS,
  );
  return clause ?? shortest;
}

/** As many whole sentences as fit, up to what is enough; at the end of the text also a shorter rest. */
function chooseSentences(cuts: Cut[], leastMs: number, mostMs: number, ended: boolean): Cut | undefined {
  const fitting = cuts.filter(({ kind, audioMs }) => kind === 'sentence' && audioMs <= mostMs);
  const longEnough = fitting.filter(({ audioMs }) => audioMs >= leastMs);
  const sentence = longEnough.findLast(({ audioMs }) => audioMs <= ENOUGH_MS) ?? longEnough[0];
  const rest = fitting.at(-1);
  return sentence ?? (ended && rest === cuts.at(-1) ? rest : undefined);
}

/** The most that fits and ends well; the shortest possible where nothing fits. */
function choosePart(cuts: Cut[], leastMs: number, mostMs: number): Cut | undefined {
  const longEnough = cuts.filter(({ audioMs }) => audioMs >= leastMs);
  const fitting = longEnough.filter(({ audioMs }) => audioMs <= mostMs);
  const kinds: BoundaryKind[] = ['clause', 'breath', 'word'];
  return (
    kinds.map((kind) => fitting.findLast((cut) => cut.kind === kind)).find((cut) => cut) ?? longEnough[0]
  );
}

function isInsideClause(kind: BoundaryKind): boolean {
  return kind === 'breath' || kind === 'word';
}

function speakOrWait(cut: Cut | undefined): SegmentChoice {
  return cut ? { end: cut.end, joined: isInsideClause(cut.kind) } : { waitMs: Infinity };
}
