import type { ScenarioResult, StepResult } from '../scenario-run.ts';
import { escapeXml } from './junit.ts';
import { formatWaterfall } from './waterfall.ts';

const STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 20%, transparent); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
summary { cursor: pointer; font-weight: 600; padding: .5rem 0; }
details { border-top: 1px solid var(--line); }
.passed { color: #15803d; } .failed { color: #b91c1c; } .skipped { color: #a16207; }
@media (prefers-color-scheme: dark) { .passed { color: #4ade80; } .failed { color: #f87171; } .skipped { color: #facc15; } }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; }
.steps > tbody > tr { border-top: 1px solid var(--line); } .number { font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { white-space: pre-wrap; margin: .2rem 0; } code { overflow-wrap: anywhere; }
.waterfall { font-size: .8rem; margin: .4rem 0; } .waterfall caption { text-align: left; font-weight: 600; }
.waterfall th { font-weight: 400; width: 9rem; } .waterfall td { white-space: nowrap; width: 7rem; } .waterfall .line { width: auto; }
.line div { background: #2563eb; border-radius: 2px; height: .8rem; }
`;

/** The results as one page that needs nothing else: what was done and heard, step by step, and where the time went. */
export function formatHtml(results: readonly ScenarioResult[], finishedAt: Date): string {
  const count = (outcome: ScenarioResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Scenarios: ${count('passed')} passed, ${count('failed')} failed</title><style>${STYLE}</style></head><body>
<h1>Scenarios</h1>
<p>${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped, on ${finishedAt.toISOString()}.
Latency is counted at the caller, from the last sound of what was said to the first of the answer; the bars are the agent's own times.</p>
${results.map(formatResult).join('\n')}
</body></html>
`;
}

function formatResult(result: ScenarioResult): string {
  const { name, path, description, repetition, failedBefore, outcome, problems, durationMs, steps } = result;
  const label = repetition > 1 ? `${name} #${repetition}` : name;
  const again = failedBefore > 0 ? `, after ${failedBefore} failed` : '';
  const told = problems.length > 0 ? `<pre class="${outcome}">${escapeXml(problems.join('\n'))}</pre>` : '';
  return `<details${outcome === 'failed' ? ' open' : ''}>
<summary><span class="${outcome}">${outcome}${again}</span> ${escapeXml(label)} <span class="number">${(durationMs / 1000).toFixed(1)} s</span></summary>
<p>${escapeXml(description)} <code>${escapeXml(path)}</code></p>${told}
<table class="steps"><thead><tr><th>at</th><th>took</th><th>step</th><th>latency</th><th>heard</th></tr></thead><tbody>
${steps.map(formatStep).join('\n')}
</tbody></table></details>`;
}

function formatStep({
  kind,
  description,
  startedMs,
  durationMs,
  heard,
  latencyMs,
  turns,
  problems,
}: StepResult): string {
  const seconds = (ms: number) => `<td class="number">${(ms / 1000).toFixed(1)} s</td>`;
  const latency = latencyMs === undefined ? '' : `${Math.round(latencyMs)} ms`;
  return `<tr>${seconds(startedMs)}${seconds(durationMs)}<td><b>${kind}</b> ${escapeXml(description)}</td>
<td class="number">${latency}</td><td>${escapeXml(heard)}${problems.map((problem) => `<pre class="failed">${escapeXml(problem)}</pre>`).join('')}
${turns.map(formatWaterfall).join('')}</td></tr>`;
}
