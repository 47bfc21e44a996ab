import { completenessFeatureNames, hasLexicon, measureCompleteness } from './completeness.ts';
import fitted from './end-of-turn-weights.json' with { type: 'json' };

/** What is known at a pause. Whatever is missing is left out; the model has weights for each combination. */
export interface EndOfTurnEvidence {
  /** Transcript of the turn so far; empty or missing while there is none. */
  text?: string | undefined;
  /** ISO 639-1 code of what the caller speaks. */
  language: string;
  /** Smart Turn's probability that the turn is over, 0 to 1, from the STT server. Asked more than once: all of them. */
  smartTurn?: Judgement;
  /** The same of LiveKit's v1-mini. */
  v1Mini?: Judgement;
  /** How likely the language model thinks it that the turn ends with these words, 0 to 1. */
  languageModel?: Judgement;
}

type Judgement = number | readonly number[] | undefined;

type Variant = keyof typeof fitted.variants;

/** Probabilities are kept this far from 0 and 1, or one detector that is certain would decide alone. */
const LEAST_PROBABILITY = 0.001;

/**
 * Estimates the probability that the caller's turn is over at this pause, before its length says anything.
 *
 * A logistic regression on the detectors' log odds and on how complete the text reads. Weights, what they were
 * fitted to and the command that fits them: end-of-turn-weights.json.
 */
export function estimateEndOfTurn(evidence: EndOfTurnEvidence): number {
  const { variant, features } = gatherFeatures(evidence);
  const { bias, weights } = fitted.variants[variant];
  const logOdds = features.reduce((sum, feature, i) => sum + feature * (weights[i] ?? 0), bias);
  return 1 / (1 + Math.exp(-logOdds));
}

/** Whether a partial transcript reads as a whole sentence, with no evidence from the audio: worth to speculate on. */
export function readsComplete(text: string, language: string): boolean {
  return text.trim() !== '' && estimateEndOfTurn({ text, language }) >= fitted.readsCompleteAbove;
}

/** The numbers that the model of this variant weighs, in the order of its weights. */
export function gatherFeatures(evidence: EndOfTurnEvidence): { variant: Variant; features: number[] } {
  const names: string[] = [];
  const features: number[] = [];
  const hasWords = Boolean(evidence.text?.trim());
  if (evidence.text && hasWords) {
    const completeness = measureCompleteness(evidence.text, evidence.language);
    // Without a lexicon the classes of the last word have to say what they can.
    names.push(hasLexicon(evidence.language) ? 'text' : 'textWithoutLexicon');
    features.push(...completenessFeatureNames.map((name) => completeness[name]));
  }
  for (const name of ['smartTurn', 'v1Mini', 'languageModel'] as const) {
    // Fitted only where it was tried: English.
    if (name === 'languageModel' && !(hasWords && hasLexicon(evidence.language))) continue;
    const judged = [evidence[name]].flat().filter((probability) => Number.isFinite(probability)) as number[];
    if (judged.length === 0) continue;
    names.push(name);
    features.push(judged.reduce((sum, probability) => sum + computeLogOdds(probability), 0) / judged.length);
  }
  return { variant: (names.join('+') || 'nothing') as Variant, features };
}

function computeLogOdds(probability: number): number {
  const bounded = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probability));
  return Math.log(bounded / (1 - bounded));
}
