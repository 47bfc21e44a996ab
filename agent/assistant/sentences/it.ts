import type { Sentences } from './en.ts';

/** Italian. */
export const it: Sentences = {
  greeting: 'Buongiorno. Come posso aiutarla?',
  welcomeBack: 'Sono ancora qui. Continui pure.',
  takeover: 'Mi scusi, ho perso il filo e devo ricominciare. Che cosa posso fare per lei?',
  introduction: 'Buongiorno, mi hanno già detto di che cosa si tratta. Continui pure.',
  apology: 'Mi dispiace, in questo momento non trovo una risposta. Riprovi tra poco, per favore.',
  notUnderstood: 'Mi scusi, non ho capito. Può ripetere?',
  stillNotUnderstood: 'Mi dispiace, non riesco ancora a capire. Può avvicinarsi al microfono, o scriverlo?',
  stillThere: 'È ancora in linea?',
  goodbye: 'Grazie per la chiamata. Arrivederci.',
  timeIsUp: 'Mi dispiace, il nostro tempo è finito. Grazie per la chiamata. Arrivederci.',
  slower: 'Va bene, parlo più lentamente.',
  faster: 'Va bene, parlo più velocemente.',
  slowest: 'Mi dispiace, non riesco a parlare più lentamente.',
  fastest: 'Mi dispiace, non riesco a parlare più velocemente.',
  waiting: ['Un momento, per favore.', 'Ci sto ancora lavorando.'],
  progress: 'Sono al {percent} per cento.',
  mayI: 'Posso procedere con questo: {tool}? Dica sì o no, per favore.',
  mayITransfer: 'La metto in contatto con una persona adesso?',
  mayIHangUp: 'Devo riattaccare adesso?',
  mayISend: 'Devo inviarlo sul suo schermo?',
  mayIForget: 'Devo dimenticare tutto quello che so di lei?',
};
