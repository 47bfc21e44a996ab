import { TransformStream } from 'node:stream/web';
import { VADEventType } from '@livekit/agents';
import type { VAD } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';
import { HearingAid } from '../../agent/hearing/hearing-aid.ts';
import { InputGain } from '../../agent/hearing/input-gain.ts';
import { NoiseSuppressor, SUPPRESSION_RATE_HZ } from '../../agent/hearing/noise-suppressor.ts';
import { FRAME_MS, SpeechDetector } from '../../agent/turn/speech-detection.ts';
import type { ListenedFrame } from '../../agent/turn/speech-detection.ts';
import { TurnTaking } from '../../agent/turn/turn-taking.ts';
import type { TurnActions } from '../../agent/turn/turn-taking.ts';
import { resample } from '../../stack/resample.ts';
import { RATE_HZ } from './condition.ts';

const PIECE_MS = 10;

/** What stands between the room and the ears. */
export interface Aid {
  gain: boolean;
  suppression: boolean;
}

/** The samples as the agent gets them through an aid, and what that took of a core. */
export async function listenThrough(aid: Aid, samples: Int16Array) {
  const rateHz = aid.suppression ? SUPPRESSION_RATE_HZ : RATE_HZ;
  const input = resample(samples, RATE_HZ, rateHz);
  const gain = aid.gain ? new InputGain() : undefined;
  const hearingAid = new HearingAid(gain, aid.suppression ? await NoiseSuppressor.create() : undefined);
  const size = (rateHz * PIECE_MS) / 1000;
  const started = process.cpuUsage();
  for (let start = 0; start + size <= input.length; start += size)
    hearingAid.process(new AudioFrame(input.subarray(start, start + size), rateHz, 1, size));
  const { user, system } = process.cpuUsage(started);
  hearingAid.close();
  return { heard: resample(input, rateHz, RATE_HZ), cpuMs: (user + system) / 1000 };
}

/** Silero's opinion of every frame. */
export async function judgeFrames(vad: VAD, samples: Int16Array): Promise<ListenedFrame[]> {
  const size = (FRAME_MS * RATE_HZ) / 1000;
  const count = Math.floor(samples.length / size);
  const stream = vad.stream();
  const windows = new TransformStream<AudioFrame, AudioFrame>();
  stream.updateInputStream(windows.readable);
  const writer = windows.writable.getWriter();
  const written = (async () => {
    for (let start = 0; start + size <= samples.length; start += size)
      await writer.write(new AudioFrame(samples.slice(start, start + size), RATE_HZ, 1, size));
  })();
  const frames: ListenedFrame[] = [];
  for await (const event of stream) {
    if (event.type === VADEventType.INFERENCE_DONE && event.frames[0])
      frames.push({ samples: event.frames[0].data, probability: event.probability });
    if (frames.length === count) break;
  }
  await written;
  stream.close();
  return frames;
}

/** What happens while the agent speaks and nobody else does: how often it is paused, and how often it gives up. */
export function countBargeIns(frames: ListenedFrame[]) {
  const counts = { pauses: 0, interruptions: 0 };
  let asked = false as boolean;
  const ignore = () => undefined;
  const actions: TurnActions = {
    hypothesize: () => (asked = true),
    judgeBySound: ignore,
    judgeByWords: ignore,
    abandonHypothesis: ignore,
    startTurn: ignore,
    speculate: ignore,
    cancelSpeculation: ignore,
    commit: ignore,
    dropTurn: ignore,
    askAgain: ignore,
    pauseAgent: () => counts.pauses++,
    resumeAgent: ignore,
    interruptAgent: () => counts.interruptions++,
  };
  const turnTaking = new TurnTaking({ language: 'en', preset: 'balanced', speculation: false }, actions);
  for (const frame of frames) {
    turnTaking.hear(frame, true);
    if (asked) turnTaking.understand({ text: '', endOfTurn: undefined }); // There are no words in noise.
    asked = false;
  }
  return counts;
}

/** Which frames count as speech. */
export function detectSpeech(frames: ListenedFrame[]): boolean[] {
  const detector = new SpeechDetector();
  return frames.map((frame) => detector.isSpeech(frame));
}
