import { setTimeout as sleep } from 'node:timers/promises';
import { joinHeard } from '../hearing.ts';
import type { MeaningJudge } from './meaning-judge.ts';
import type { ScenarioCall } from './scenario-call.ts';
import type { Expectation } from './scenario.ts';
import { findLanguage } from './spoken-language.ts';
import { describeToolCall, findToolProblem } from './tool-expectation.ts';
import { findWording } from './wording.ts';

const POLL_MS = 50;

/** Nobody says more letters in a second; words without as much sound were written, but not said. */
const MOST_LETTERS_A_SECOND = 40;

/** What is heard sooner after the caller's end was begun before it. */
const ONE_WAY_MS = 50;

/** Quiet after which an agent counts as silent; between words it is shorter. */
const SILENT_MS = 400;

/** What checks need beside the call. */
export interface ExpectationContext {
  judge: MeaningJudge;
  /** Writes down what the caller hears. */
  transcribe: (samples: Int16Array) => Promise<string>;
  /** Arguments of tool calls by id, where they can be seen. */
  toolArguments?: ReadonlyMap<string, string> | undefined;
}

/** `true`: it is so, and stays so. A text that ends in `…`: not yet. Any other: what is wrong, for good. */
type Verdict = true | { waiting: string } | { wrong: string };

type Check = (call: ScenarioCall) => Verdict | Promise<Verdict>;

/**
 * Waits until everything that is expected has come true.
 *
 * @returns what has not, once that is certain, or the time is over.
 */
export async function awaitExpectation(
  expected: Expectation,
  call: ScenarioCall,
  context: ExpectationContext,
): Promise<string[]> {
  const deadlineMs = performance.now() + expected.within;
  let open = listChecks(expected, context);
  for (;;) {
    const isLate = performance.now() > deadlineMs;
    const problems: string[] = [];
    const waiting: Check[] = [];
    for (const check of open) {
      const verdict = await check(call);
      if (verdict === true) continue;
      if ('wrong' in verdict) problems.push(verdict.wrong);
      else if (isLate) problems.push(`${verdict.waiting}, within ${expected.within / 1000} s`);
      else waiting.push(check);
    }
    if (problems.length > 0 || waiting.length === 0) return problems;
    open = waiting;
    await sleep(POLL_MS);
  }
}

function listChecks(expected: Expectation, context: ExpectationContext): Check[] {
  const { tool, latency, silent, interrupted, language, assistant } = expected;
  const startedMs = performance.now();
  const checks: (Check | false | undefined)[] = [
    ...listWordChecks(expected, context),
    tool && ((call) => findToolProblem(tool, call.tools, context.toolArguments)),
    expected.noTool && checkNoTool,
    latency !== undefined && ((call) => checkLatency(call, latency)),
    expected.waited && checkWaited,
    silent !== undefined && ((call) => checkSilent(call, startedMs, silent)),
    interrupted !== undefined && ((call) => checkInterrupted(call, interrupted)),
    expected.goesOn && checkGoesOn,
    language && ((call) => checkLanguage(call, language)),
    assistant !== undefined && ((call) => checkAssistant(call, assistant)),
    expected.ended &&
      ((call) => call.caller.endedMs !== undefined || { waiting: 'the agent has not ended the call' }),
  ];
  return checks.filter((check): check is Check => Boolean(check));
}

function listWordChecks(expected: Expectation, { judge, transcribe }: ExpectationContext): Check[] {
  const { heard = [], notHeard = [], byEar, meaning, understood } = expected;
  const checks: Check[] = [];
  if (byEar)
    checks.push(async (call) => {
      if (!call.isReplyOver()) return { waiting: 'the answer has not ended' };
      const words = await transcribe(joinHeard(call.caller, call.endMs, performance.now()));
      const missing = heard.filter((wording) => !findWording(wording, words)).map(({ text }) => text);
      return missing.length === 0 || { wrong: `not heard: “${missing.join('”, “')}”; by ear: “${words}”` };
    });
  else for (const wording of heard) checks.push((call) => checkHeard(call, wording));
  for (const wording of notHeard)
    checks.push((call) => {
      if (findWording(wording, call.reply)) return { wrong: `heard “${wording.text}” in “${call.reply}”` };
      return call.isReplyOver() || { waiting: 'no answer has ended' };
    });
  if (meaning)
    checks.push(async (call) => {
      if (!call.isReplyOver()) return { waiting: `no answer that means “${meaning.says}”` };
      const problem = await judge(meaning, call.reply);
      return problem === undefined || { wrong: `the answer “${call.reply}” does not mean it: ${problem}` };
    });
  if (understood)
    checks.push(({ understood: lines }) => {
      if (lines.some((line) => findWording(understood, line))) return true;
      return { waiting: `the agent understood “${lines.join('” / “')}”, not “${understood.text}”` };
    });
  return checks;
}

function checkHeard(call: ScenarioCall, wording: { text: string; regexp?: RegExp }): Verdict {
  const { reply } = call;
  if (!findWording(wording, reply)) return { waiting: `not heard: “${wording.text}”; heard: “${reply}”` };
  const loudMs = call.loudMs();
  if (loudMs >= (reply.length / MOST_LETTERS_A_SECOND) * 1000) return true;
  return { waiting: `the agent wrote “${reply}”, but only ${Math.round(loudMs)} ms of sound were heard` };
}

function checkNoTool(call: ScenarioCall): Verdict {
  if (call.tools.length > 0) return { wrong: `used ${call.tools.map(describeToolCall).join(', ')}` };
  return call.isReplyOver() || { waiting: 'no answer has ended' };
}

function checkLatency(call: ScenarioCall, limitMs: number): Verdict {
  const soundMs = call.firstSoundMs();
  if (soundMs === undefined) return { waiting: 'no answer was heard' };
  const latencyMs = Math.round(soundMs - call.endMs);
  return (
    latencyMs <= limitMs || {
      wrong: `the first sound came after ${latencyMs} ms, expected ${limitMs} ms at most`,
    }
  );
}

function checkWaited(call: ScenarioCall): Verdict {
  const soundMs = call.firstSoundMs(call.startMs);
  if (soundMs === undefined || soundMs > call.endMs + ONE_WAY_MS) return true;
  return { wrong: `the agent spoke ${Math.round(call.endMs - soundMs)} ms before the caller had finished` };
}

function checkSilent(call: ScenarioCall, sinceMs: number, forMs: number): Verdict {
  const soundMs = call.firstSoundMs(sinceMs);
  if (soundMs !== undefined)
    return { wrong: `the agent was heard after ${Math.round(soundMs - sinceMs)} ms: “${call.reply}”` };
  return performance.now() - sinceMs > forMs || { waiting: `it was not silent for ${forMs} ms` };
}

function checkInterrupted(call: ScenarioCall, limitMs: number): Verdict {
  const silentMs = call.fellSilentMs(SILENT_MS);
  if (silentMs === undefined) return { waiting: 'the agent talked on' };
  const afterMs = Math.round(silentMs - call.startMs);
  if (afterMs <= 0) return { wrong: 'the agent was silent already when the caller began to speak' };
  return (
    afterMs <= limitMs || {
      wrong: `the agent fell silent after ${afterMs} ms, expected ${limitMs} ms at most`,
    }
  );
}

function checkGoesOn(call: ScenarioCall): Verdict {
  const { wasInterrupted } = call;
  if (wasInterrupted === undefined) return { waiting: 'the agent has not finished what it was saying' };
  if (wasInterrupted) return { wrong: 'the agent broke off what it was saying' };
  return call.loudMs(call.endMs) > 0 || { wrong: 'nothing more was heard' };
}

function checkLanguage(call: ScenarioCall, language: string): Verdict {
  if (!call.isReplyOver()) return { waiting: 'no answer has ended' };
  const spoken = findLanguage(call.reply);
  return (
    spoken === language || {
      wrong: `“${call.reply}” sounds like ${spoken ?? 'no language'}, expected ${language}`,
    }
  );
}

function checkAssistant({ caller }: ScenarioCall, name: string): Verdict {
  const actual = caller.agentAttributes['parley.assistant'];
  return actual === name || { waiting: `${actual ?? 'nobody'} is speaking, expected ${name}` };
}
