import { expect, test } from 'vitest';
import type { ScenarioResult } from '../scenario-run.ts';
import { formatHtml } from './html-report.ts';
import { formatJunit } from './junit.ts';

const passed: ScenarioResult = {
  name: 'tea',
  path: 'scenarios/tea.yaml',
  description: 'Tea is served.',
  repetition: 1,
  failedBefore: 0,
  outcome: 'passed',
  problems: [],
  durationMs: 12_345,
  steps: [
    {
      kind: 'expect',
      description: '{"heard":["<b>tea</b>"]}',
      place: 'scenarios/tea.yaml:3:5',
      startedMs: 2000,
      durationMs: 1500,
      heard: 'Here is <b>tea</b> & sugar.\u0007',
      latencyMs: 812.4,
      turns: [
        {
          turn: 1,
          outcome: 'answered',
          totalMs: 700,
          stagesMs: { hypothesis: 64, preflight: 200, commit: 400, audioOut: 700 },
        },
      ],
      problems: [],
    },
  ],
};
const failed: ScenarioResult = {
  ...passed,
  name: 'coffee',
  repetition: 2,
  outcome: 'failed',
  problems: ['scenarios/coffee.yaml:4:5: not heard: “coffee” & "milk"'],
};
const skipped: ScenarioResult = {
  ...passed,
  name: 'milk',
  outcome: 'skipped',
  problems: ['needs a cow'],
  steps: [],
};

test('JUnit has a test case for each call, and says where and why it failed', () => {
  const xml = formatJunit([passed, failed, skipped]);
  expect(xml).toContain('<testsuite name="scenarios" tests="3" failures="1" skipped="1" time="37.035">');
  expect(xml.match(/<testcase /g)).toHaveLength(3);
  expect(xml).toContain('name="coffee #2"');
  expect(xml).toContain(
    '<failure message="scenarios/coffee.yaml:4:5: not heard: “coffee” &amp; &quot;milk&quot;">',
  );
  expect(xml).toContain('<skipped message="needs a cow"/>');
  expect(xml).not.toContain('<system-out>');
  expect(formatJunit([{ ...passed, failedBefore: 2 }])).toContain(
    '<system-out>This was try 3: those before it failed.</system-out></testcase>',
  );
});

test('the page shows what was heard, when, and where the time went, and runs nothing of what was said', () => {
  const html = formatHtml([passed, failed], new Date(0));
  expect(html).toContain('1 passed, 1 failed');
  expect(html).toContain('Here is &lt;b&gt;tea&lt;/b&gt; &amp; sugar.');
  expect(html).not.toContain('<b>tea');
  expect(html).toContain('<td class="number">812 ms</td>');
  expect(html).toContain('turn 1, answered: heard after 700 ms');
  expect(html).toContain('speech to text</th><td>64–200 ms</td>');
  expect(html).not.toMatch(/<script|https?:/);
});
