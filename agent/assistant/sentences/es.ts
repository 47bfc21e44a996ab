import type { Sentences } from './en.ts';

/** Spanish. */
export const es: Sentences = {
  greeting: 'Hola. ¿En qué puedo ayudarle?',
  welcomeBack: 'Sigo aquí. Continúe, por favor.',
  takeover: 'Lo siento, he perdido el hilo y tengo que empezar de nuevo. ¿En qué puedo ayudarle?',
  introduction: 'Hola, ya me han contado de qué se trata. Continúe, por favor.',
  apology:
    'Lo siento, ahora mismo no se me ocurre una respuesta. Inténtelo de nuevo en un momento, por favor.',
  notUnderstood: 'Perdone, no le he entendido. ¿Puede repetirlo?',
  stillNotUnderstood: 'Lo siento, sigo sin entenderlo. ¿Puede acercarse al micrófono o escribirlo?',
  stillThere: '¿Sigue ahí?',
  goodbye: 'Gracias por llamar. Adiós.',
  timeIsUp: 'Lo siento, se nos ha acabado el tiempo. Gracias por llamar. Adiós.',
  slower: 'De acuerdo, hablaré más despacio.',
  faster: 'De acuerdo, hablaré más rápido.',
  slowest: 'Lo siento, no puedo hablar más despacio.',
  fastest: 'Lo siento, no puedo hablar más rápido.',
  waiting: ['Un momento, por favor.', 'Sigo con ello.'],
  progress: 'Llevo el {percent} por ciento.',
  mayI: '¿Puedo seguir con esto: {tool}? Diga sí o no, por favor.',
  mayITransfer: '¿Le paso ahora con una persona?',
  mayIHangUp: '¿Cuelgo ahora?',
  mayISend: '¿Se lo envío a la pantalla?',
  mayIForget: '¿Olvido todo lo que sé de usted?',
};
