import { voice } from '@livekit/agents';
import { AudioFrame, AudioSource, LocalAudioTrack, TrackPublishOptions } from '@livekit/rtc-node';
import type { Call } from './call-models.ts';

const RATE_HZ = 24_000;
const FRAME_SAMPLES = RATE_HZ / 50;
/** Short, so that nothing of it is left to be heard when the agent speaks. */
const QUEUE_MS = 60;
/** A wait that is shorter needs no sound. */
const QUIET_MS = 1_500;

/** Two soft low notes, then a pause. */
const NOTES = [
  { startS: 0, hz: 220 },
  { startS: 0.35, hz: 277 },
];
const NOTE_S = 0.3;
const PERIOD_S = 2;
/** About −38 dBFS: beside speech it is barely there. */
const PEAK = 400;

/**
 * Plays a soft sound while the caller waits for a reply or a tool for long, where the assistant of the moment has one; it
 * stops at the first word of either side.
 */
export function playWhileThinking(call: Call): void {
  const { ctx, session, speaker, toolbox } = call;
  let opening: Promise<AudioSource> | undefined;
  let source: AudioSource | undefined;
  let playing = Symbol();
  let timer: NodeJS.Timeout | undefined;

  const isWaiting = () => {
    if (!speaker.assistant.thinkingSound) return false;
    if (session.userState === 'speaking' || session.agentState === 'speaking') return false;
    return session.agentState === 'thinking' || toolbox.tools.isWorking;
  };
  const play = async () => {
    const mine = (playing = Symbol());
    source = await (opening ??= publishTrack(call));
    for (let frame = 0; playing === mine && isWaiting(); frame++)
      await source.captureFrame(createFrame(frame));
  };
  const follow = () => {
    clearTimeout(timer);
    playing = Symbol();
    source?.clearQueue();
    // The room may be gone meanwhile, and nobody listens.
    if (isWaiting()) timer = setTimeout(() => void play().catch(() => undefined), QUIET_MS);
  };
  session.on(voice.AgentSessionEventTypes.AgentStateChanged, follow);
  session.on(voice.AgentSessionEventTypes.UserStateChanged, follow);
  ctx.addShutdownCallback(async () => {
    clearTimeout(timer);
    playing = Symbol();
    await source?.close();
  });
}

/** A track is published by the first sound that is played: most calls need none. */
async function publishTrack({ ctx }: Call): Promise<AudioSource> {
  const source = new AudioSource(RATE_HZ, 1, QUEUE_MS);
  const track = LocalAudioTrack.createAudioTrack('thinking', source);
  await ctx.room.localParticipant?.publishTrack(track, new TrackPublishOptions());
  return source;
}

/** 20 ms of the sound, counted from its start. */
export function createFrame(frame: number): AudioFrame {
  const samples = new Int16Array(FRAME_SAMPLES).map((_, i) => {
    const timeS = ((frame * FRAME_SAMPLES + i) / RATE_HZ) % PERIOD_S;
    const loudness = NOTES.map(({ startS, hz }) => {
      const sinceS = timeS - startS;
      if (sinceS < 0 || sinceS > NOTE_S) return 0;
      return Math.sin((Math.PI * sinceS) / NOTE_S) ** 2 * Math.sin(2 * Math.PI * hz * sinceS);
    });
    return PEAK * loudness.reduce((sum, note) => sum + note, 0);
  });
  return new AudioFrame(samples, RATE_HZ, 1, FRAME_SAMPLES);
}
