import type { voice } from '@livekit/agents';
import { sendToRoom } from './telemetry/room-message.ts';
import type { Sender } from './telemetry/room-message.ts';
import type { TurnMeter } from './telemetry/turn-meter.ts';
import { createFloor } from './turn/floor.ts';
import type { SpeechMaker } from './turn/floor.ts';
import type { PreparedReply } from './turn/prepared-reply.ts';

/** Characters of a typed message that are read; a page sends no more, others might. */
const LONGEST_TEXT = 4000;

/** A text stream with this attribute is confirmed under its value, and read once however often it comes. */
const MESSAGE_ATTRIBUTE = 'parley.message';

const LONGEST_ID = 64;
const REMEMBERED = 100;

/** Data messages with this topic confirm a typed message: `{"version": 1, "id": …}`. */
const TYPED_TOPIC = 'parley.typed';

/** What typing interrupts. */
export interface TypedTextParts {
  meter: TurnMeter;
  prepared: PreparedReply;
  speech: SpeechMaker;
}

/**
 * Answers what the caller types (text streams of the topic `lk.chat`). It ends what the agent is saying, and it is
 * answered, aloud and in writing, like a turn that was spoken.
 *
 * One message waits for the interruption that the one before it caused: the conversation then remembers, in this order,
 * what was heard of the old answer, what was typed, and the new answer.
 *
 * @param getSender - who confirms: livekit-server drops what is sent to a participant that is just coming back, so the
 *   page sends a message again until it is confirmed.
 * @param take - takes a message that needs no language model; true where it did.
 */
export function createTypedTextHandler(
  { meter, prepared, speech }: TypedTextParts,
  getSender: () => Sender = () => undefined,
  take: (text: string) => boolean = () => false,
): voice.TextInputCallback {
  let last = Promise.resolve();
  const received = new Set<string>();
  const isRepeated = (id: string | undefined) => {
    if (!id || id.length > LONGEST_ID) return false;
    sendToRoom(getSender(), TYPED_TOPIC, { version: 1, id });
    const known = received.has(id);
    received.add(id);
    if (received.size > REMEMBERED) received.delete(received.values().next().value ?? '');
    return known;
  };
  const answer = async (session: voice.AgentSession, text: string) => {
    meter.discard('superseded'); // What was prepared for words still being spoken.
    meter.finish({ interrupted: true });
    await createFloor(session, speech).interruptAgent();
    prepared.give();
    if (take(text)) return;
    session.generateReply({ userInput: text, inputModality: 'text' });
  };
  return (session, { text, info }) => {
    const typed = text.trim().slice(0, LONGEST_TEXT);
    if (isRepeated(info?.attributes?.[MESSAGE_ATTRIBUTE]) || !typed) return undefined;
    return (last = last.catch(() => undefined).then(() => answer(session, typed)));
  };
}
