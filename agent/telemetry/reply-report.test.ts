import { EventEmitter } from 'node:events';
import { voice } from '@livekit/agents';
import { expect, test, vi } from 'vitest';
import { reportReplies } from './reply-report.ts';

test('the page is told what was heard of a reply, whether it was interrupted, and where it comes from', () => {
  const audio = new EventEmitter();
  const publishData = vi.fn<(payload: Uint8Array, options: object) => Promise<void>>(() => Promise.resolve());
  const hours = { file: 'cafe.md', heading: 'Opening hours' };
  reportReplies(audio as unknown as voice.AudioOutput, {
    getSender: () => ({ publishData }),
    findSources: (heard) => (heard === 'Yes.' ? [hours] : []),
  });
  const finish = (event: Partial<voice.PlaybackFinishedEvent>) =>
    audio.emit(voice.AudioOutput.EVENT_PLAYBACK_FINISHED, { playbackPosition: 1, ...event });
  finish({ interrupted: true, synchronizedTranscript: 'Hello, ' });
  finish({ interrupted: false, synchronizedTranscript: 'Yes.' });
  finish({ interrupted: false });
  const told = publishData.mock.calls.map(([payload, options]) => [
    JSON.parse(new TextDecoder().decode(payload)) as unknown,
    options,
  ]);
  const options = { reliable: true, topic: 'parley.reply' };
  expect(told).toEqual([
    [{ version: 1, heard: 'Hello, ', interrupted: true }, options],
    [{ version: 1, heard: 'Yes.', interrupted: false, sources: [hours] }, options],
  ]);
});
