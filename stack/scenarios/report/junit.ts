import type { ScenarioResult } from '../scenario-run.ts';

/** The results as JUnit's XML: one test case for each call. */
export function formatJunit(results: readonly ScenarioResult[]): string {
  const count = (outcome: ScenarioResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  const seconds = results.reduce((total, { durationMs }) => total + durationMs, 0) / 1000;
  const attributes = `name="scenarios" tests="${results.length}" failures="${count('failed')}" skipped="${count('skipped')}" time="${seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes}>`,
    `<testsuite ${attributes}>`,
    ...results.map(formatCase),
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function formatCase(result: ScenarioResult): string {
  const { name, path, repetition, failedBefore, outcome, problems, durationMs } = result;
  const label = repetition > 1 ? `${name} #${repetition}` : name;
  const head = `<testcase classname="scenarios" name="${escapeXml(label)}" file="${escapeXml(path)}" time="${(durationMs / 1000).toFixed(3)}">`;
  const told = escapeXml(problems.join('\n'));
  const verdict = {
    passed: '',
    failed: `<failure message="${escapeXml(problems[0] ?? 'failed')}">${told}</failure>`,
    skipped: `<skipped message="${told}"/>`,
  }[outcome];
  const tries = failedBefore + 1;
  const retried = tries > 1 ? `<system-out>This was try ${tries}: those before it failed.</system-out>` : '';
  return `${head}${verdict}${retried}</testcase>`;
}

/** Text for XML and HTML. Characters that XML can't hold are left out. */
export function escapeXml(text: string): string {
  const allowed = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '');
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return allowed.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
