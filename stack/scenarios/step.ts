import { setTimeout as sleep } from 'node:timers/promises';
import { CALL_RATE_HZ } from '../caller.ts';
import { waitForSound } from '../hearing.ts';
import { readRecording } from './clips.ts';
import type { Clips } from './clips.ts';
import { awaitExpectation } from './expectation.ts';
import type { ExpectationContext } from './expectation.ts';
import type { ScenarioCall } from './scenario-call.ts';
import { resolveRecording } from './scenario-file.ts';
import type { Scenario } from './scenario-file.ts';
import type { ScenarioStack } from './scenario-stack.ts';
import type { Expectation, Step } from './scenario.ts';

/** How long a finger rests between two keys. */
const KEY_MS = 200;

/** How long an answer that is to be interrupted may take to begin. */
const ANSWER_TIMEOUT_MS = 30_000;

/** What steps need beside the call. */
export interface StepContext extends ExpectationContext {
  scenario: Scenario;
  clips: Clips;
  stack: ScenarioStack;
}

/** The kind of a step: its only key. */
export function nameStep(step: Step): string {
  return Object.keys(step)[0] ?? '';
}

/** What a report says of a step. */
export function describeStep(step: Step): string {
  if (step.say) return describeSpeech(step.say);
  if (step.interrupt) return `after ${step.interrupt.after} ms: ${describeSpeech(step.interrupt.say)}`;
  if (step.expect) return describeExpectation(step.expect);
  const { play, type, press, wait, silent, away, hangUp } = step;
  return String(play ?? type ?? press ?? wait ?? silent ?? away ?? hangUp);
}

/** Speaks what the scenario's steps say, so that nobody waits for it during the call. */
export async function prepareSpeech({ scenario, clips }: StepContext): Promise<void> {
  for (const { say, interrupt } of scenario.steps) {
    const speech = say ?? interrupt?.say;
    if (speech) await clips.speak(scenario.voice, speech);
  }
}

/** Does what a step says. @returns what is not as expected. @throws Error when it can't be done. */
export async function takeStep(step: Step, call: ScenarioCall, context: StepContext): Promise<string[]> {
  if (step.expect) return awaitExpectation(step.expect, call, context);
  await act(step, call, context);
  return [];
}

async function act(step: Step, call: ScenarioCall, context: StepContext): Promise<void> {
  const { scenario, clips } = context;
  if (step.say) {
    const samples = await clips.speak(scenario.voice, step.say);
    await call.waitForFloor();
    await say(call, samples);
  } else if (step.play) {
    const samples = await readRecording(resolveRecording(scenario, step.play));
    await call.waitForFloor();
    await say(call, samples);
  } else if (step.interrupt) {
    const samples = await clips.speak(scenario.voice, step.interrupt.say);
    const answeredMs = await waitForSound(call.caller, call.endMs, ANSWER_TIMEOUT_MS);
    await sleep(Math.max(0, answeredMs + step.interrupt.after - performance.now()));
    await waitForSound(call.caller, performance.now(), ANSWER_TIMEOUT_MS); // Not in a pause between its sentences.
    await say(call, samples);
  } else if (step.type) {
    if (call.reply === '') await call.waitForFloor();
    call.mark(performance.now());
    await call.caller.type(step.type);
  } else if (step.press) {
    await call.waitForFloor();
    for (const key of step.press.split('')) {
      await call.caller.press(key);
      await sleep(KEY_MS);
    }
    call.mark(performance.now());
  } else if (step.wait) await sleep(step.wait);
  else if (step.silent) {
    await call.waitForFloor();
    call.mark(performance.now());
    await sleep(step.silent);
  } else if (step.away) await dropOut(call, step.away, context.stack);
  else await call.caller.leave();
}

async function say(call: ScenarioCall, samples: Int16Array): Promise<void> {
  const durationMs = (samples.length / CALL_RATE_HZ) * 1000;
  call.mark(performance.now());
  const endMs = await call.caller.say(samples);
  call.mark(endMs - durationMs, endMs);
}

/** Leaves without a word, as a page that reloads does. */
async function dropOut(call: ScenarioCall, awayMs: number, stack: ScenarioStack): Promise<void> {
  if (!stack.own) throw new Error('only a stack of our own can throw a caller out: run it without --url');
  const { room, identity } = call.caller.place;
  await stack.own.rooms.removeParticipant(room, identity);
  await sleep(awayMs);
  call.mark(performance.now());
  await call.caller.comeBack();
}

/** `heard: “six”, “Monday”; latency: 3000` */
function describeExpectation({ within, ...expected }: Expectation): string {
  const parts = Object.entries(expected).map(([key, value]) => {
    const values = [value].flat().map((one) => {
      if (typeof one !== 'object') return String(one);
      return 'text' in one ? `“${one.text}”` : JSON.stringify(one);
    });
    return `${key}: ${values.join(', ')}`;
  });
  return `${parts.join('; ')} (within ${within / 1000} s)`;
}

function describeSpeech(speech: NonNullable<Step['say']>): string {
  return speech.map((part) => (typeof part === 'number' ? `[${part} ms]` : part)).join(' ');
}
