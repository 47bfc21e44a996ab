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
  stillNotUnderstood:
    'Ich verstehe es leider immer noch nicht. Können Sie näher ans Mikrofon kommen, oder es eintippen?',
  stillThere: 'Sind Sie noch da?',
  goodbye: 'Vielen Dank für Ihren Anruf. Auf Wiederhören.',
  timeIsUp: 'Unsere Zeit ist leider um. Vielen Dank für Ihren Anruf. Auf Wiederhören.',
  slower: 'Gern, ich spreche langsamer.',
  faster: 'Gern, ich spreche schneller.',
  slowest: 'Langsamer kann ich leider nicht sprechen.',
  fastest: 'Schneller kann ich leider nicht sprechen.',
  waiting: ['Einen Moment, bitte.', 'Ich bin noch dabei.'],
  progress: '{percent} Prozent sind geschafft.',
  mayI: 'Darf ich damit weitermachen: {tool}? Bitte sagen Sie ja oder nein.',
  mayITransfer: 'Soll ich Sie jetzt mit einem Menschen verbinden?',
  mayIHangUp: 'Soll ich jetzt auflegen?',
  mayISend: 'Soll ich das auf Ihren Bildschirm schicken?',
  mayIForget: 'Soll ich alles vergessen, was ich über Sie weiß?',
};
