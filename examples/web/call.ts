import { Room, RoomEvent, type TextStreamReader, TokenSource } from 'livekit-client';

const form = find('form', HTMLFormElement);
const server = find('server', HTMLInputElement);
const credential = find('credential', HTMLInputElement);
const hangUp = find('hang-up', HTMLButtonElement);
const state = find('state', HTMLElement);
const conversation = find('conversation', HTMLElement);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  conversation.replaceChildren();
  const room = createRoom();
  join(room).catch(async (error: unknown) => {
    await room.disconnect();
    state.textContent = String(error);
  });
});

/** Asks for a call, joins it and opens the microphone. */
async function join(room: Room): Promise<void> {
  // A new source for each call: it would hand out the same token again, and a token is good for one call.
  const tokens = TokenSource.endpoint(`${server.value}/token`, {
    headers: credential.value ? { Authorization: `Bearer ${credential.value}` } : {},
  });
  const { serverUrl, participantToken } = await tokens.fetch({
    participantName: 'Zoe',
    participantAttributes: { plan: 'basic' },
    agentName: 'parley',
    agentMetadata: JSON.stringify({ order: 7 }),
  });
  await room.connect(serverUrl, participantToken);
  await room.localParticipant.setMicrophoneEnabled(true);
  hangUp.onclick = () => void room.disconnect();
  hangUp.hidden = false;
}

function createRoom(): Room {
  const room = new Room();
  room
    .on(RoomEvent.TrackSubscribed, (track) => {
      document.body.append(track.attach());
    })
    .on(RoomEvent.TrackUnsubscribed, (track) => {
      for (const element of track.detach()) element.remove();
    })
    .on(RoomEvent.ParticipantAttributesChanged, (_, participant) => {
      if (participant.isAgent) state.textContent = participant.attributes['lk.agent.state'] ?? '';
    })
    .on(RoomEvent.Disconnected, () => {
      state.textContent = 'The call is over.';
      hangUp.hidden = true;
    });
  room.registerTextStreamHandler('lk.transcription', (reader, { identity }) => {
    void showWords(reader, identity === room.localParticipant.identity ? 'You' : 'Parley');
  });
  return room;
}

/** The caller's words come several times, each time better; they stay in one line. */
async function showWords(reader: TextStreamReader, speaker: string): Promise<void> {
  const segment = reader.info.attributes?.['lk.segment_id'] ?? reader.info.id;
  const line = document.getElementById(segment) ?? document.createElement('li');
  line.id = segment;
  let text = '';
  for await (const part of reader) {
    text += part;
    line.textContent = `${speaker}: ${text}`;
    if (!line.isConnected) conversation.append(line);
  }
}

function find<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`index.html has no ${kind.name} with the id "${id}".`);
}
