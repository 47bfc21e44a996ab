import type { Sentences } from './en.ts';

/** French. */
export const fr: Sentences = {
  greeting: 'Bonjour. Comment puis-je vous aider ?',
  welcomeBack: 'Je suis toujours là. Continuez, je vous en prie.',
  takeover: "Excusez-moi, j'ai perdu le fil et je dois recommencer. Que puis-je faire pour vous ?",
  introduction: "Bonjour, on m'a dit de quoi il s'agit. Continuez, je vous en prie.",
  apology:
    "Je suis désolé, je ne trouve pas de réponse pour le moment. Réessayez dans un instant, s'il vous plaît.",
  notUnderstood: "Pardon, je n'ai pas compris. Pouvez-vous répéter ?",
  stillNotUnderstood:
    'Désolé, je n’arrive toujours pas à comprendre. Pouvez-vous vous rapprocher du micro, ou l’écrire ?',
  stillThere: 'Êtes-vous toujours là ?',
  goodbye: 'Merci de votre appel. Au revoir.',
  timeIsUp: 'Je suis désolé, notre temps est écoulé. Merci de votre appel. Au revoir.',
  slower: "D'accord, je parle plus lentement.",
  faster: "D'accord, je parle plus vite.",
  slowest: 'Je ne peux malheureusement pas parler plus lentement.',
  fastest: 'Je ne peux malheureusement pas parler plus vite.',
  waiting: ["Un instant, s'il vous plaît.", "Je m'en occupe toujours."],
  progress: "J'en suis à {percent} pour cent.",
  mayI: "Puis-je continuer avec ceci : {tool} ? Dites oui ou non, s'il vous plaît.",
  mayITransfer: 'Dois-je vous passer une personne maintenant ?',
  mayIHangUp: 'Dois-je raccrocher maintenant ?',
  mayISend: "Dois-je l'envoyer sur votre écran ?",
  mayIForget: 'Dois-je oublier tout ce que je sais de vous ?',
};
