import { join } from 'node:path';
import { loadAssistant } from '../agent/assistant/assistant-file.ts';
import { Speaker } from '../agent/assistant/speaker.ts';

/** Its folder, and its name there. */
export const assistantFile = { dir: join(import.meta.dirname, 'assistants'), name: 'bench' };

const shipped = loadAssistant(assistantFile.dir, assistantFile.name);
const speaker = new Speaker(shipped, {
  voice: 'af_heart',
  speed: 1,
  language: 'en',
  turnTaking: 'balanced',
  voices: {},
});

/** What every pipeline under test is told, says first, and speaks with. */
export const assistant = {
  instructions: shipped.instructions,
  greeting: speaker.greeting,
  voice: speaker.voice,
};
