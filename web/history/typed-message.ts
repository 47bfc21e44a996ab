import { type Room, RoomEvent, type SendTextOptions } from 'livekit-client';

/** The agent confirms a message that carries this, and reads it once however often it comes. */
const MESSAGE_ATTRIBUTE = 'parley.message';
const TYPED_TOPIC = 'parley.typed';

/** livekit-server drops what is sent to a participant that is just coming back. */
const SEND_AGAIN_MS = 2000;
const TRIES = 10;

/**
 * Sends what was typed, again and again until the agent says that it has it.
 *
 * @param send - sends it for the first time, and shows it.
 * @throws Error when nobody confirms it within 20 s; what `send` throws.
 */
export async function sendTyped(
  room: Room,
  text: string,
  send: (text: string, options: SendTextOptions) => Promise<unknown>,
): Promise<void> {
  const id = crypto.randomUUID();
  const attributes = { [MESSAGE_ATTRIBUTE]: id };
  const confirmation = waitForConfirmation(room, id);
  try {
    await send(text, { attributes });
    for (let tries = 1; tries < TRIES && !(await confirmation.within(SEND_AGAIN_MS)); tries += 1)
      await room.localParticipant.sendText(text, { topic: 'lk.chat', attributes });
    if (!(await confirmation.within(SEND_AGAIN_MS))) throw new Error('No agent has confirmed the message.');
  } finally {
    confirmation.stop();
  }
}

function waitForConfirmation(room: Room, id: string) {
  let confirm: () => void = () => undefined;
  const confirmed = new Promise<boolean>((resolve) => {
    confirm = () => {
      resolve(true);
    };
  });
  const listen = (payload: Uint8Array, from?: { isAgent: boolean }, _kind?: unknown, topic?: string) => {
    if (topic === TYPED_TOPIC && from?.isAgent && new TextDecoder().decode(payload).includes(id)) confirm();
  };
  room.on(RoomEvent.DataReceived, listen);
  return {
    within: (timeoutMs: number) =>
      Promise.race([
        confirmed,
        new Promise<boolean>((resolve) => {
          setTimeout(resolve, timeoutMs, false);
        }),
      ]),
    stop: () => room.off(RoomEvent.DataReceived, listen),
  };
}
