/** Two rising tones. */
const TONES_HZ = [523.25, 783.99];
const TONE_SECONDS = 0.25;
const PEAK = 0.3;

/**
 * Plays a short sound on a speaker, as loud as the agent would be.
 *
 * @param speakerId - a device id; undefined is what the system has chosen
 * @throws DOMException when the browser does not play on that speaker
 */
export async function playTestSound(speakerId: string | undefined, volume: number): Promise<void> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const audio = new Audio();
  audio.srcObject = output.stream;
  audio.volume = volume;
  try {
    if (speakerId && 'setSinkId' in audio) await audio.setSinkId(speakerId);
    await audio.play();
    await Promise.all(TONES_HZ.map((hz, index) => playTone(context, output, hz, index * TONE_SECONDS)));
  } finally {
    audio.pause();
    await context.close();
  }
}

function playTone(context: AudioContext, output: AudioNode, hz: number, afterSeconds: number): Promise<void> {
  const begin = context.currentTime + afterSeconds;
  const end = begin + TONE_SECONDS * 2;
  const tone = new OscillatorNode(context, { frequency: hz });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.setValueAtTime(PEAK, begin).exponentialRampToValueAtTime(0.001, end);
  tone.connect(loudness).connect(output);
  tone.start(begin);
  tone.stop(end);
  return new Promise((resolve) => {
    tone.onended = () => {
      resolve();
    };
  });
}
