import { setTimeout as sleep } from 'node:timers/promises';
import {
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import type { RemoteTrack } from '@livekit/rtc-node';
import { CALL_RATE_HZ, Caller } from '../stack/caller.ts';
import { findSounds } from './acoustics/sounds.ts';
import type { LiveKitAccess } from './arms/arm.ts';
import { createToken } from './room-token.ts';

const BEEP_MS = 100;
const BEEP_HZ = 440;
const BEEP_AMPLITUDE = 12_000;
const BEEPS = 8;
const BEEP_EVERY_MS = 700;

/** The voice path needs a moment before it carries the first sound. */
const SETTLE_MS = 1_500;

/**
 * What WebRTC on this machine takes by itself: beeps to a participant that sends back every frame as it comes.
 *
 * @returns last sample out → last sample heard back, of each beep, in ms: the least that any agent can reach.
 */
export async function measureFloorMs(livekit: LiveKitAccess, room: string): Promise<number[]> {
  const echo = await joinAsEcho(livekit, room);
  const caller = await Caller.connect(livekit.url, await createToken(livekit, { room, identity: 'caller' }));
  try {
    await sleep(SETTLE_MS);
    const floorMs: number[] = [];
    for (let beep = 0; beep < BEEPS; beep++) {
      const endedMs = await caller.say(makeBeep());
      const startedMs = endedMs - BEEP_MS;
      await sleep(BEEP_EVERY_MS);
      const heard = findSounds(caller.heard).find(({ startMs }) => startMs >= startedMs);
      if (heard) floorMs.push(heard.startMs - startedMs);
    }
    return floorMs;
  } finally {
    await caller.leave();
    await echo.disconnect();
  }
}

async function joinAsEcho(livekit: LiveKitAccess, room: string): Promise<Room> {
  const echo = new Room();
  const source = new AudioSource(CALL_RATE_HZ, 1, BEEP_MS);
  echo.on(RoomEvent.TrackSubscribed, (track) => {
    if (track.kind === TrackKind.KIND_AUDIO) void sendBack(track, source);
  });
  await echo.connect(livekit.url, await createToken(livekit, { room, identity: 'echo' }), {
    autoSubscribe: true,
    dynacast: false,
  });
  const options = new TrackPublishOptions();
  options.source = TrackSource.SOURCE_MICROPHONE;
  await echo.localParticipant?.publishTrack(LocalAudioTrack.createAudioTrack('echo', source), options);
  return echo;
}

async function sendBack(track: RemoteTrack, source: AudioSource): Promise<void> {
  for await (const frame of new AudioStream(track, { sampleRate: CALL_RATE_HZ, numChannels: 1 }))
    await source.captureFrame(frame);
}

function makeBeep(): Int16Array {
  const samples = new Int16Array((CALL_RATE_HZ * BEEP_MS) / 1000);
  return samples.map((_, index) => BEEP_AMPLITUDE * Math.sin((2 * Math.PI * BEEP_HZ * index) / CALL_RATE_HZ));
}
