import { llm, voice } from '@livekit/agents';
import { afterEach, expect, test } from 'vitest';
import { assistantSchema } from './assistant/assistant-schema.ts';
import { CallAgent } from './assistant/call-agent.ts';
import { VoiceHabits } from './assistant/habits/voice-habits.ts';
import { Speaker } from './assistant/speaker.ts';
import { TurnMeter } from './telemetry/turn-meter.ts';
import { createTextSession, serveScript } from './testing.ts';
import { PreparedReply } from './turn/prepared-reply.ts';
import { createTypedTextHandler } from './typed-text.ts';

const ANSWER = ['We ', 'open ', 'at ', 'nine.'];

let stop: () => Promise<void> = () => Promise.resolve();

afterEach(() => stop());

/** A session with an assistant, whose language model always says the same. */
async function startCall() {
  const model = await serveScript(() => ANSWER);
  const session = createTextSession(model.address);
  const assistant = { ...assistantSchema.parse({ instructions: 'Answer.' }), name: 'test' };
  const defaults = {
    voice: 'af_heart',
    speed: 1,
    language: 'en',
    turnTaking: 'balanced',
    voices: {},
  } as const;
  const speaker = new Speaker(assistant, defaults);
  const habits = new VoiceHabits({ speaker, say: (text) => void session.say(text), hear: () => undefined });
  const agent = new CallAgent({ assistant, shapers: [], habits });
  const said: (string | undefined)[] = [];
  session.on(voice.AgentSessionEventTypes.ConversationItemAdded, ({ item }) => {
    if (item.type === 'message' && item.role === 'assistant') said.push(item.textContent);
  });
  await session.start({ agent, record: false });
  stop = async () => {
    await session.close();
    model.close();
  };
  const type = createTypedTextHandler(
    {
      meter: new TurnMeter(() => undefined),
      prepared: new PreparedReply(),
      speech: { stop: () => undefined },
    },
    () => undefined,
    (text) => habits.obey(text),
  );
  return { agent, said, speaker, requests: model.requests, type: (text: string) => type(session, { text }) };
}

test('what is asked of the voice is done without the language model, typed or spoken', async () => {
  const { agent, said, speaker, requests, type } = await startCall();
  await type('When do you open?');
  await expect.poll(() => said).toEqual(['We open at nine.']);
  await type('Repeat that, please.');
  await expect.poll(() => said.slice(1)).toEqual(['We open at nine.']);

  const speak = (content: string) =>
    agent.onUserTurnCompleted(llm.ChatContext.empty(), llm.ChatMessage.create({ role: 'user', content }));
  await expect(speak('Slower, please.')).rejects.toBeInstanceOf(voice.StopResponse);
  await expect.poll(() => said.slice(2)).toEqual(["Okay, I'll speak slower. We open at nine."]);
  expect(speaker.speed).toBe(0.8);
  await expect(speak('Is there a slower train?')).resolves.toBeUndefined();
  expect(requests).toHaveLength(1);
});
