/**
 * How long replies of a long call wait for their first word: with the window and notes made in the background, with the
 * window alone, and with everything that was said. `node --import tsx bench/context/main.ts [--turns 120]`
 */
import '../production.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { initializeLogger, voice } from '@livekit/agents';
import { CallContext } from '../../agent/assistant/context/call-context.ts';
import { LanguageModel } from '../../agent/llm/language-model.ts';
import type { ReplyTimer } from '../../agent/llm/language-model.ts';
import { getPercentile } from '../statistics.ts';
import { serveOneSlot } from './one-slot-model.ts';
import type { Pace } from './one-slot-model.ts';

/** Five times as fast as people talk. */
const HURRY = 5;

/** What a turn takes in a call, in ms: the agent says what is written, nobody says anything, the caller speaks. */
const SPEAKING_MS = 5_000;
const QUIET_MS = 1_000;
const CALLER_MS = 3_000;

const paces: Record<string, Pace> = {
  'GPU (reads 3000 tokens/s, writes 80)': { readTokensPerS: 3000, writeTokensPerS: 80, hurry: HURRY },
  'CPU (reads 150 tokens/s, writes 12)': { readTokensPerS: 150, writeTokensPerS: 12, hurry: HURRY },
};

const WINDOW = { keepMessages: 10, summarizeAt: 15, dropAfter: 30, maxTokens: 900 };
const QUESTION =
  'And what about breakfast, is that included in the price, or do I have to pay for it when I arrive?';
const REPLY =
  'Yes, it is. It is served from seven until half past ten, on the terrace when the weather is fine.';
const NOTES = JSON.stringify({
  summary:
    'The caller asked about rooms, prices, breakfast, parking and the way from the station, and wants to book. '.repeat(
      2,
    ),
  facts: [{ key: 'name', value: 'Katharina Weissenberg' }],
});

type Arm = 'window and notes' | 'window alone' | 'everything';

/** Every request of the call, in ms of a call from its being made to its first word. */
async function measure(arm: Arm, pace: Pace, turns: number): Promise<number[]> {
  const answer = (question: string) => (question.startsWith('Summary so far') ? NOTES : REPLY);
  const server = await serveOneSlot(pace, answer);
  const waits: number[] = [];
  const time = (): ReplyTimer => {
    const askedMs = performance.now();
    let isFirst = true;
    return {
      mark: (stage) => {
        if (stage !== 'firstToken' || !isFirst) return;
        isFirst = false;
        waits.push((performance.now() - askedMs) * pace.hurry);
      },
      countToken: () => undefined,
    };
  };
  const limits = { firstTokenMs: 60_000, idleMs: 60_000 };
  const language = new LanguageModel({ ...server.address, ...limits }, time);
  const session = new voice.AgentSession({
    vad: null,
    llm: language,
    turnHandling: { turnDetection: 'manual' },
  });
  const context = new CallContext({
    server: server.address,
    log: () => undefined,
    prime: (asked, signal) => language.prime(asked, { signal }),
  });
  class ShapedAgent extends voice.Agent {
    override llmNode(...[asked, tools, settings]: Parameters<voice.Agent['llmNode']>) {
      const shaped = arm === 'everything' ? asked : context.shape(asked, WINDOW);
      return super.llmNode(shaped, tools, settings);
    }
  }
  await session.start({
    agent: new ShapedAgent({ instructions: 'You are a hotel. Be brief.' }),
    record: false,
  });
  for (let turn = 0; turn < turns; turn++) {
    await session.generateReply({ userInput: `${QUESTION} (${turn})` }).waitForPlayout();
    const rest = (isQuiet: boolean) => {
      if (arm === 'window and notes') void context.window.rest(session.currentAgent.chatCtx, WINDOW, isQuiet);
    };
    rest(false);
    await sleep(SPEAKING_MS / pace.hurry);
    rest(true);
    await sleep(QUIET_MS / pace.hurry);
    context.window.pause();
    await sleep(CALLER_MS / pace.hurry);
  }
  await session.close();
  server.stop();
  return waits;
}

initializeLogger({ pretty: false, level: 'fatal' });
const { values } = parseArgs({ options: { turns: { type: 'string', default: '120' } } });
const turns = Number(values.turns);
for (const [name, pace] of Object.entries(paces))
  for (const arm of ['window and notes', 'window alone', 'everything'] as const) {
    const late = (await measure(arm, pace, turns)).slice(Math.floor(turns / 2));
    const [p50, p95, most] = [0.5, 0.95, 1].map((share) => Math.round(getPercentile(late, share)));
    console.log(
      `${name}, ${arm}: first word after p50 ${p50}, p95 ${p95}, at most ${most} ms (n = ${late.length})`,
    );
  }
process.exit(0);
