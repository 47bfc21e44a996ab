import type { voice } from '@livekit/agents';
import type { TurnMeter } from './telemetry/turn-meter.ts';
import { createFloor } from './turn/floor.ts';
import type { PreparedReply } from './turn/prepared-reply.ts';

/** Characters of a typed message that are read; a page sends no more, others might. */
const LONGEST_TEXT = 4000;

/**
 * Answers what the caller types (text streams of the topic `lk.chat`). It ends what the agent is saying, and it is
 * answered, aloud and in writing, like a turn that was spoken.
 *
 * One message waits for the interruption that the one before it caused: the conversation then remembers, in this order,
 * what was heard of the old answer, what was typed, and the new answer.
 */
export function createTypedTextHandler(meter: TurnMeter, prepared: PreparedReply): voice.TextInputCallback {
  let last = Promise.resolve();
  const answer = async (session: voice.AgentSession, text: string) => {
    meter.discard('superseded'); // What was prepared for words still being spoken.
    meter.finish({ interrupted: true });
    await createFloor(session).interruptAgent();
    prepared.give();
    session.generateReply({ userInput: text, inputModality: 'text' });
  };
  return (session, { text }) => {
    const typed = text.trim().slice(0, LONGEST_TEXT);
    if (!typed) return undefined;
    return (last = last.catch(() => undefined).then(() => answer(session, typed)));
  };
}
