import { AudioSession, useIOSAudioManagement } from '@livekit/react-native';
import { Room, RoomEvent, type TextStreamReader, TokenSource } from 'livekit-client';
import { useEffect, useState } from 'react';
import { Button, ScrollView, StyleSheet, Text, TextInput } from 'react-native';

/** Asks for a call, joins it and opens the microphone. */
async function joinCall(room: Room, server: string, credential: string): Promise<void> {
  await AudioSession.startAudioSession();
  // A new source for each call: it would hand out the same token again, and a token is good for one call.
  const tokens = TokenSource.endpoint(`${server}/token`, {
    headers: { Authorization: `Bearer ${credential}` },
  });
  const { serverUrl, participantToken } = await tokens.fetch({
    participantName: 'Zoe',
    participantAttributes: { plan: 'basic' },
    agentName: 'parley',
    agentMetadata: JSON.stringify({ order: 7 }),
  });
  await room.connect(serverUrl, participantToken);
  await room.localParticipant.setMicrophoneEnabled(true);
}

export function App() {
  const [room] = useState(() => new Room());
  const [server, setServer] = useState('https://voice.example.com');
  const [credential, setCredential] = useState('');
  const [isInCall, setInCall] = useState(false);
  const [state, setState] = useState('');
  const [lines, setLines] = useState<ReadonlyMap<string, string>>(new Map());
  useIOSAudioManagement(room, true);

  useEffect(() => {
    /** The caller's words come several times, each time better; they stay in one line. */
    const read = async (reader: TextStreamReader, { identity }: { identity: string }) => {
      const segment = reader.info.attributes?.['lk.segment_id'] ?? reader.info.id;
      const speaker = identity === room.localParticipant.identity ? 'You' : 'Parley';
      let text = '';
      for await (const part of reader) {
        text += part;
        setLines((before) => new Map(before).set(segment, `${speaker}: ${text}`));
      }
    };
    room.registerTextStreamHandler('lk.transcription', read);
    room.on(RoomEvent.ParticipantAttributesChanged, (_, participant) => {
      if (participant.isAgent) setState(participant.attributes['lk.agent.state'] ?? '');
    });
    room.on(RoomEvent.Disconnected, () => {
      setState('The call is over.');
      setInCall(false);
      void AudioSession.stopAudioSession();
    });
    return () => {
      room.unregisterTextStreamHandler('lk.transcription');
      room.removeAllListeners();
      void room.disconnect();
    };
  }, [room]);

  const call = () => {
    setInCall(true);
    setLines(new Map());
    joinCall(room, server, credential).catch((error: unknown) => {
      setState(String(error));
      setInCall(false);
    });
  };

  return (
    <ScrollView contentContainerStyle={styles.page}>
      <TextInput accessibilityLabel="Server" value={server} onChangeText={setServer} autoCapitalize="none" />
      <TextInput
        accessibilityLabel="Key or invite"
        value={credential}
        onChangeText={setCredential}
        autoCapitalize="none"
        secureTextEntry
      />
      <Button
        title={isInCall ? 'Hang up' : 'Call'}
        onPress={isInCall ? () => void room.disconnect() : call}
      />
      <Text accessibilityLiveRegion="polite">{state}</Text>
      {[...lines].map(([segment, line]) => (
        <Text key={segment}>{line}</Text>
      ))}
    </ScrollView>
  );
}

const styles = StyleSheet.create({ page: { gap: 12, padding: 24, paddingTop: 80 } });
