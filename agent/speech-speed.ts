import { z } from 'zod';

/** What models/tts takes, 1 being the voice's own pace; outside of it Kokoro smears its sounds. */
export const SLOWEST_SPEED = 0.5;
export const FASTEST_SPEED = 2;

/** A speed that may be asked of a TTS server. */
export const speechSpeed = z.number().min(SLOWEST_SPEED).max(FASTEST_SPEED);
