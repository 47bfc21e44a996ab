import type { Sentences } from './en.ts';

/** German. */
export const de: Sentences = {
  greeting: 'Guten Tag. Wie kann ich Ihnen helfen?',
  welcomeBack: 'Ich bin noch da. Bitte sprechen Sie weiter.',
  takeover:
    'Entschuldigung, ich habe den Faden verloren und muss von vorn anfangen. Was kann ich für Sie tun?',
  introduction: 'Guten Tag, ich weiß schon, worum es geht. Bitte sprechen Sie weiter.',
  apology: 'Entschuldigung, mir fällt gerade keine Antwort ein. Bitte versuchen Sie es gleich noch einmal.',
  notUnderstood: 'Entschuldigung, das habe ich nicht verstanden. Können Sie es noch einmal sagen?',
  stillThere: 'Sind Sie noch da?',
  goodbye: 'Vielen Dank für Ihren Anruf. Auf Wiederhören.',
  timeIsUp: 'Unsere Zeit ist leider um. Vielen Dank für Ihren Anruf. Auf Wiederhören.',
  slower: 'Gern, ich spreche langsamer.',
  faster: 'Gern, ich spreche schneller.',
  slowest: 'Langsamer kann ich leider nicht sprechen.',
  fastest: 'Schneller kann ich leider nicht sprechen.',
  waiting: ['Einen Moment, bitte.', 'Ich bin noch dabei.'],
};
