import { Caller } from './caller.ts';
import { waitForEndOfAnswer, waitForSound } from './hearing.ts';
import { synthesize } from './speech.ts';
import type { ModelServer } from './speech.ts';

/** What is asked; any assistant has something to say to it. */
const QUESTION = 'What can you do for me?';
const QUESTION_VOICE = 'am_michael';

const GREETING_TIMEOUT_MS = 20_000;
const ANSWER_TIMEOUT_MS = 30_000;

/**
 * Places a call like any caller, hears the greeting, asks one question and hears the answer.
 *
 * @param pageUrl - base URL of the token server.
 * @param tts - what speaks for the caller.
 * @param credential - for a token server that asks who calls.
 * @returns what was measured on the way. @throws Error that says which part of the loop stayed silent.
 */
export async function holdConversation(
  pageUrl: string,
  tts: ModelServer,
  credential?: string,
): Promise<string> {
  const question = await synthesize(tts, QUESTION_VOICE, QUESTION);
  const joinedMs = performance.now();
  const caller = await Caller.join(pageUrl, credential);
  try {
    const greetedMs = await waitForSound(caller, 0, GREETING_TIMEOUT_MS);
    await waitForEndOfAnswer(caller, greetedMs);
    const saidMs = await caller.say(question);
    const answeredMs = await waitForSound(caller, saidMs, ANSWER_TIMEOUT_MS);
    await waitForEndOfAnswer(caller, answeredMs);
    const understood = caller.transcript.find(({ speaker }) => speaker === 'caller')?.text ?? '';
    if (!understood) throw new Error('the agent answered, but no transcript of the question arrived');
    return `greeted after ${Math.round(greetedMs - joinedMs)} ms, understood “${understood}”, answered after ${Math.round(answeredMs - saidMs)} ms`;
  } finally {
    await caller.leave();
  }
}
