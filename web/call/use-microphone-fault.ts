import { useSessionContext } from '@livekit/components-react';
import { type LocalAudioTrack, TrackEvent, createAudioAnalyser } from 'livekit-client';
import { useEffect, useState } from 'react';

/** silent: nothing but zeros comes from it · lost: unplugged, no other there · changed: unplugged, another took over. */
export type MicrophoneFault = 'silent' | 'lost' | 'changed';

const SILENT_AFTER_MS = 5_000;
const LOOK_EVERY_MS = 200;

/** Below the smallest step of 16-bit audio: a quiet room is louder, only a muted or broken microphone is not. */
const DIGITAL_SILENCE = 1e-5;

/** How long a change that needs no answer is told. */
const CHANGE_SHOWN_MS = 8_000;

/** What is wrong with the caller's microphone in this call; undefined while all is well. */
export function useMicrophoneFault(): MicrophoneFault | undefined {
  const { local } = useSessionContext();
  const publication = local.microphoneTrack?.publication;
  const track = publication?.track as LocalAudioTrack | undefined;
  const { change, restarts } = useDeviceChange(track);
  const isSilent = useSilence(track, publication?.isMuted ?? true, restarts);
  return change ?? (isSilent ? 'silent' : undefined);
}

/** livekit-client moves a call to the default microphone when the one in use ends, and mutes it when there is none. */
function useDeviceChange(track: LocalAudioTrack | undefined) {
  const [change, setChange] = useState<'lost' | 'changed'>();
  const [restarts, setRestarts] = useState(0);
  useEffect(() => {
    if (!track) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const noticeEnd = () => {
      clearTimeout(timer);
      setChange('lost');
    };
    const noticeRestart = () => {
      setRestarts((count) => count + 1);
      setChange((before) => before && 'changed'); // Not when its owner chose another one.
      clearTimeout(timer);
      timer = setTimeout(() => {
        setChange(undefined);
      }, CHANGE_SHOWN_MS);
    };
    track.on(TrackEvent.Ended, noticeEnd);
    track.on(TrackEvent.Restarted, noticeRestart);
    return () => {
      clearTimeout(timer);
      track.off(TrackEvent.Ended, noticeEnd);
      track.off(TrackEvent.Restarted, noticeRestart);
      setChange(undefined);
    };
  }, [track]);
  return { change, restarts };
}

/** True once an open microphone has yielded nothing at all for a while; the first sound settles it. */
function useSilence(track: LocalAudioTrack | undefined, isMuted: boolean, restarts: number): boolean {
  const [isSilent, setSilent] = useState(false);
  useEffect(() => {
    if (!track || isMuted) return undefined;
    const { analyser, cleanup } = createAudioAnalyser(track, { cloneTrack: false, fftSize: 2048 });
    const samples = new Float32Array(analyser.fftSize);
    let sinceMs = performance.now();
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      if (samples.some((sample) => Math.abs(sample) > DIGITAL_SILENCE)) {
        clearInterval(timer);
        setSilent(false);
      } else if (analyser.context.state !== 'running')
        sinceMs = performance.now(); // The browser waits for a click.
      else if (performance.now() - sinceMs > SILENT_AFTER_MS) setSilent(true);
    }, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      void cleanup();
      setSilent(false);
    };
  }, [track, isMuted, restarts]);
  return isSilent;
}
