import { join } from 'node:path';
import { loadAssistant } from '../agent/assistant/assistant-file.ts';
import { Speaker } from '../agent/assistant/speaker.ts';

const shipped = loadAssistant(join(import.meta.dirname, '..', 'assistants'), 'parley');
const speaker = new Speaker(shipped, {
  voice: 'af_heart',
  speed: 1,
  language: 'en',
  turnTaking: 'balanced',
  voices: {},
});

/** What every pipeline under test is told, says first, and speaks with: as Parley's own assistant does. */
export const assistant = {
  instructions: shipped.instructions,
  greeting: speaker.greeting,
  voice: speaker.voice,
};
