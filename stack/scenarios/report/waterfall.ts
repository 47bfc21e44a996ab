import type { TurnTimes } from '../scenario-call.ts';
import { escapeXml } from './junit.ts';

/** What takes time in a turn: its name, and the stages between which it happens. */
const spans = [
  { label: 'speech to text', from: 'hypothesis', to: 'preflight' },
  { label: 'first token', from: 'llmRequest', to: 'firstToken' },
  { label: 'first clause', from: 'firstToken', to: 'firstClause' },
  { label: 'first audio', from: 'ttsRequest', to: 'firstAudio' },
  { label: 'ready, waiting for the end of the turn', from: 'firstAudio', to: 'commit' },
  { label: 'to the room', from: 'commit', to: 'audioOut' },
] as const;

/** A turn as bars on one time line, which begins at the caller's last sound. */
export function formatWaterfall({ turn, outcome, totalMs, stagesMs }: TurnTimes): string {
  const endMs = Math.max(1, ...Object.values(stagesMs));
  const bars = spans.flatMap(({ label, from, to }) => {
    const [fromMs, toMs] = [stagesMs[from], stagesMs[to]];
    if (fromMs === undefined || toMs === undefined || toMs < fromMs) return [];
    const left = (Math.max(0, fromMs) / endMs) * 100;
    const width = Math.max(0.5, ((toMs - Math.max(0, fromMs)) / endMs) * 100);
    const place = `margin-left:${left.toFixed(1)}%;width:${Math.min(width, 100 - left).toFixed(1)}%`;
    return `<tr><th scope="row">${label}</th><td>${fromMs}–${toMs} ms</td><td class="line"><div style="${place}"></div></td></tr>`;
  });
  const title = `turn ${turn}, ${escapeXml(outcome)}: ${totalMs === null ? 'never heard' : `heard after ${totalMs} ms`}`;
  return `<table class="waterfall"><caption>${title}</caption>${bars.join('')}</table>`;
}
