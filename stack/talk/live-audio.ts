import type { Writable } from 'node:stream';
import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import type { RemoteTrack, Room } from '@livekit/rtc-node';
import { CALL_RATE_HZ } from '../caller.ts';

const FRAME_SAMPLES = CALL_RATE_HZ / 50;
const QUEUE_MS = 100;

/** Sound that a loudspeaker has not taken; past it, a slow one would fall ever further behind the call. */
const MAX_BACKLOG_BYTES = CALL_RATE_HZ / 2;

/** Publishes what a microphone gives: raw mono samples of 16 bits at {@link CALL_RATE_HZ}. Ends with it. */
export async function sendMicrophone(room: Room, samples: AsyncIterable<Buffer>): Promise<void> {
  const source = new AudioSource(CALL_RATE_HZ, 1, QUEUE_MS);
  const options = new TrackPublishOptions();
  options.source = TrackSource.SOURCE_MICROPHONE;
  const track = LocalAudioTrack.createAudioTrack('microphone', source);
  await room.localParticipant?.publishTrack(track, options);
  let pending = Buffer.alloc(0);
  for await (const chunk of samples) {
    pending = Buffer.concat([pending, chunk]);
    const frameBytes = FRAME_SAMPLES * 2;
    for (; pending.length >= frameBytes; pending = pending.subarray(frameBytes)) {
      const frame = new Int16Array(new Uint8Array(pending.subarray(0, frameBytes)).buffer);
      await source.captureFrame(new AudioFrame(frame, CALL_RATE_HZ, 1, FRAME_SAMPLES));
    }
  }
}

/** Writes what the agent says to a loudspeaker, in the same format. Ends with the track. */
export async function playTrack(track: RemoteTrack, loudspeaker: Writable): Promise<void> {
  for await (const { data } of new AudioStream(track, { sampleRate: CALL_RATE_HZ, numChannels: 1 }))
    if (loudspeaker.writable && loudspeaker.writableLength < MAX_BACKLOG_BYTES)
      loudspeaker.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
}
