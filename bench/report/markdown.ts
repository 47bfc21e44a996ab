import type { RunDescription } from './run-description.ts';
import type { ArmSummary, Share, Spread } from './summary.ts';

type Column = [title: string, show: (arm: ArmSummary) => string];

const turnTaking: Column[] = [
  ['arm', ({ arm }) => arm],
  ['n', ({ mouthToEarMs }) => String(mouthToEarMs.n)],
  ['mouth-to-ear p50 ms [95 %]', ({ mouthToEarMs }) => showMedian(mouthToEarMs)],
  ['p90', ({ mouthToEarMs }) => showNumber(mouthToEarMs.p90)],
  ['p95', ({ mouthToEarMs }) => showNumber(mouthToEarMs.p95)],
  ['cutoffs per pause', ({ pausesCutOff }) => showShare(pausesCutOff)],
  ['per turn', ({ turnsCutOff }) => showShare(turnsCutOff)],
  ['replies lost', ({ lost }) => showShare(lost)],
  ['barge-in p50 / p95 ms (n)', ({ bargeInMs }) => showPair(bargeInMs)],
  ['barge-ins ignored', ({ bargeInsIgnored }) => showShare(bargeInsIgnored)],
  ['false stops', ({ falseStops }) => showShare(falseStops)],
  ['heard whole after it', ({ resumed }) => showShare(resumed)],
];

const speechAndCost: Column[] = [
  ['arm', ({ arm }) => arm],
  ['turns', ({ turns, invalid }) => (invalid === 0 ? String(turns) : `${turns} (${invalid} invalid)`)],
  ['tails cut', ({ tailsCut }) => showShare(tailsCut)],
  ['answers with gaps', ({ gaps }) => showShare(gaps)],
  ['WER understood', ({ understoodErrorRate }) => showPercent(understoodErrorRate)],
  ['WER heard', ({ heardErrorRate }) => showPercent(heardErrorRate)],
  ['CPU s per turn', ({ cpuSecondsPerTurn }) => showNumber(cpuSecondsPerTurn, 2)],
  ['peak memory MB', ({ peakMemoryMb }) => showNumber(peakMemoryMb)],
  ['speculations discarded', ({ discarded }) => showShare(discarded)],
];

const legend = `Mouth-to-ear: last sample of the caller's speech → first sound of the answer at the caller, turns without a cutoff.
Cutoff: the agent was heard before the caller had finished. Lost: nothing heard within 20 s. Barge-in: the caller's
onset → the agent's last sound. False stop: a backchannel or a noise ended the answer. Tails cut: the answer is shorter
than its text spoken at once. Gaps: quiet over 150 ms that no comma (up to 400 ms) or full stop (up to 700 ms) explains.
CPU and memory: all processes of the arm's worker. A dash: not measured or no such turn.`;

/** The report of a run: one pair of tables for each kind of servers. */
export function formatReport(
  run: RunDescription,
  arms: readonly ArmSummary[],
  plots: readonly string[],
  failures: readonly string[] = [],
): string {
  const sections = run.servers
    .map(({ name, description }) => ({
      name,
      description,
      rows: arms.filter(({ servers }) => servers === name),
    }))
    .filter(({ rows }) => rows.length > 0)
    .flatMap(({ name, description, rows }) => [
      `## ${name}: ${description}`,
      formatTable(turnTaking, rows),
      formatTable(speechAndCost, rows),
    ]);
  return [
    '# Bench',
    `\`${run.command}\` · ${run.startedAt} · ${run.machine}, ${run.cores} cores · commit ${run.commit} · corpus: ${run.corpus}`,
    `Local WebRTC alone takes ${showMedian(run.floor)} ms (n ${run.floor.n}), measured by an echo in the same run.`,
    ...sections,
    ...(failures.length === 0
      ? []
      : [
          `Calls that failed, whose turns are missing above:`,
          failures.map((line) => `- ${line}`).join('\n'),
        ]),
    ...plots.map((plot) => `![${plot.replace(/\.svg$/, '')}](${plot})`),
    legend,
  ]
    .join('\n\n')
    .concat('\n');
}

function formatTable(columns: Column[], rows: readonly ArmSummary[]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(([title]) => title)),
    line(columns.map((_, index) => (index === 0 ? '---' : '--:'))),
    ...rows.map((row) => line(columns.map(([, show]) => show(row)))),
  ].join('\n');
}

function showNumber(value: number, digits = 0): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}

function showMedian({ p50, p50Low, p50High }: Spread): string {
  return Number.isFinite(p50) ? `${showNumber(p50)} [${showNumber(p50Low)}–${showNumber(p50High)}]` : '–';
}

function showPair({ n, p50, p95 }: Spread): string {
  return n === 0 ? '–' : `${showNumber(p50)} / ${showNumber(p95)} (${n})`;
}

function showShare({ count, of }: Share): string {
  return of === 0 ? '–' : `${count}/${of} (${showPercent(count / of)})`;
}

function showPercent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(0)} %` : '–';
}
