import type { TurnRecord } from './turn-record.ts';

const labels: Record<keyof TurnRecord['stagesMs'], string> = {
  hypothesis: 'STT asked',
  preflight: 'text',
  llmRequest: 'LLM asked',
  firstToken: 'first token',
  firstClause: 'first clause',
  ttsRequest: 'TTS asked',
  firstAudio: 'first audio',
  commit: 'commit',
  audioOut: 'out',
};

/**
 * One readable line about a turn: the total, then every stage in the order in which it was reached, in ms after the end
 * of speech; then what speculation saved and cost, and what the turn's end was decided on.
 */
export function formatTurn(record: TurnRecord): string {
  const { turn, outcome, totalMs, savedMs, discarded, notes } = record;
  const stages = Object.entries(record.stagesMs) as [keyof TurnRecord['stagesMs'], number][];
  const waterfall = stages.sort(([, a], [, b]) => a - b).map(([stage, ms]) => `${labels[stage]} ${ms}`);
  const sum = (key: 'llmTokens' | 'ttsAudioMs') => discarded.reduce((total, each) => total + each[key], 0);
  const evidence = Object.entries(notes).map(([name, value]) => `${name} ${Number(value.toFixed(3))}`);
  return [
    `turn ${turn} ${outcome}: total ${totalMs ?? '–'} ms, saved ${savedMs ?? '–'} ms`,
    waterfall.join(', '),
    discarded.length > 0 &&
      `discarded ${discarded.length} (${sum('llmTokens')} tokens, ${sum('ttsAudioMs')} ms of audio)`,
    evidence.join(', '),
  ]
    .filter(Boolean)
    .join(' · ');
}
