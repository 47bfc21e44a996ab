import type { en } from './en.ts';
import { createQuantities } from './quantities.ts';

const { count, ms, msRange, seconds } = createQuantities('es');

/** Every sentence of the page, in Spanish. */
export const es: typeof en = {
  tag: 'es',
  title: 'Parley',
  welcome: {
    heading: 'Dilo en voz alta.',
    text: 'Inicia una llamada, permite el micrófono y habla como por teléfono. Puedes interrumpir cuando quieras.',
  },
  buttons: {
    start: 'Iniciar llamada',
    again: 'Volver a llamar',
    retry: 'Intentar de nuevo',
    cancel: 'Cancelar llamada',
    end: 'Colgar',
    mute: 'Silenciar el micrófono',
    unmute: 'Activar el micrófono',
    sound: 'Activar el sonido',
  },
  state: {
    idle: 'Listo',
    calling: 'Llamando',
    reconnecting: 'Reconectando',
    listening: 'Escuchando',
    hearing: 'Te oye',
    thinking: 'Pensando',
    speaking: 'Hablando',
    muted: 'Tu micrófono está apagado',
    ended: 'Llamada terminada',
  },
  announcements: {
    calling: 'Llamando al agente.',
    live: 'El agente está aquí. Puedes hablar.',
    ended: 'La llamada ha terminado.',
  },
  history: {
    heading: 'Conversación',
    empty: 'Aquí aparece lo que decís los dos.',
    speakers: { caller: 'Tú', agent: 'Parley' },
    typed: 'escrito',
    interrupted: 'interrumpido',
    tool: 'Herramienta',
    toolStates: { running: 'en curso', done: 'listo', failed: 'falló' },
    took: ms,
    input: 'Escribe un mensaje',
    send: 'Enviar',
    notSent: 'No se envió: no hay conexión. Inténtalo de nuevo en un momento.',
    copy: 'Copiar esta línea',
    copyAll: 'Copiar la conversación',
    downloadText: 'Descargar como texto',
    downloadJson: 'Descargar como JSON',
    copied: 'Copiado',
    notCopied: 'El navegador no permitió copiar',
  },
  models: {
    heading: 'Modelos de esta llamada',
    llm: 'Modelo de lenguaje',
    stt: 'Voz a texto',
    tts: 'Texto a voz',
    voice: 'Voz',
    offlineTitle: 'No hay ningún modelo de lenguaje conectado',
    offlineText:
      'Las respuestas se leen de los documentos de knowledge/. Define LLM_BASE_URL para conectar un modelo.',
  },
  timing: {
    heading: 'Tiempos',
    turn: (turn) => `Turno ${count(turn)}`,
    total: (durationMs) => `${ms(durationMs)} hasta la respuesta`,
    span: msRange,
    saved: (durationMs) => `Pensar por adelantado ahorró ${ms(durationMs)}.`,
    discarded: (attempts, tokens, audioMs) =>
      `Preparado en vano: ${count(attempts)} (${count(tokens)} tokens, ${seconds(audioMs)} de voz).`,
    outcomes: { interrupted: 'interrumpida', lost: 'sin respuesta' },
    history: {
      caption: (answers, p50Ms, p95Ms) =>
        `Respuestas en esta llamada: ${count(answers)}. La mitad en ${ms(p50Ms)} o menos, el 95 % en ${ms(p95Ms)} o menos.`,
      decision: 'Hasta que terminaste',
      answer: 'Desde entonces hasta la respuesta',
    },
    slow: {
      heading: '¿Por qué tardó tanto?',
      unsure: (durationMs) => `La frase sonaba inacabada, por eso esperó ${ms(durationMs)} más.`,
      stt: (durationMs) => `El paso de voz a texto tardó ${ms(durationMs)} de más.`,
      redone: (durationMs) =>
        `Una respuesta preparada antes ya no servía; prepararla de nuevo llevó ${ms(durationMs)}.`,
      llm: (durationMs) => `El modelo de lenguaje empezó ${ms(durationMs)} tarde.`,
      clause: (durationMs) => `Las primeras palabras del modelo llegaron ${ms(durationMs)} tarde.`,
      tts: (durationMs) => `La voz empezó ${ms(durationMs)} tarde.`,
      output: (durationMs) => `El audio ya listo esperó ${ms(durationMs)} antes de salir.`,
      noReply: () => 'El modelo de lenguaje aún no había empezado a responder cuando acabó el turno.',
      noSpeech: () => 'Las palabras estaban listas, pero aún sin sonido cuando acabó el turno.',
      first: 'La primera respuesta de una llamada suele ser más lenta.',
    },
    parts: {
      decision: 'Has terminado',
      stt: 'Voz a texto',
      llm: 'Modelo de lenguaje',
      clause: 'Primeras palabras',
      tts: 'Texto a voz',
      output: 'En camino',
    },
    explanations: {
      decision: 'Desde tu último sonido hasta decidir que habías terminado',
      stt: 'Desde la petición hasta tener el texto',
      llm: 'Desde la petición hasta el primer token',
      clause: 'Desde el primer token hasta tener bastante para empezar a hablar',
      tts: 'Desde la petición hasta el primer audio',
      output: 'Desde entonces hasta que el audio salió hacia ti',
    },
  },
  problems: {
    microphoneDenied: {
      title: 'El micrófono está bloqueado',
      advice:
        'Permite el micrófono para esta página en la barra de direcciones del navegador e inténtalo de nuevo.',
    },
    microphoneMissing: {
      title: 'No se encontró ningún micrófono',
      advice: 'Conecta o enciende uno e inténtalo de nuevo.',
    },
    microphoneBusy: {
      title: 'El micrófono está en uso',
      advice: 'Otro programa lo está usando. Ciérralo e inténtalo de nuevo.',
    },
    microphoneUnavailable: {
      title: 'El micrófono no se puede usar aquí',
      advice: 'Los navegadores solo lo permiten en páginas seguras: abre esta por HTTPS o en localhost.',
    },
    tokenServerUnreachable: {
      title: 'El servidor no responde',
      advice: 'Comprueba tu conexión y que el servidor de tokens esté en marcha, e inténtalo de nuevo.',
    },
    tokenRefused: {
      title: 'El servidor no admitió esta llamada',
      advice: 'Su respuesta no era un pase válido. Mira el registro del servidor de tokens.',
    },
    livekitUnreachable: {
      title: 'No se pudo conectar la llamada',
      advice:
        'El servidor no responde o rechazó la llamada. Comprueba que esté en marcha e inténtalo de nuevo.',
    },
    agentMissing: {
      title: 'Nadie contestó',
      advice:
        'El agente no se unió en 10 segundos. Puede estar arrancando u ocupado; inténtalo de nuevo en un momento.',
    },
    agentLeft: {
      title: 'El agente dejó la llamada',
      advice: 'Se detuvo de forma inesperada. Vuelve a llamar para seguir.',
    },
    connectionLost: {
      title: 'Se perdió la conexión',
      advice: 'Comprueba tu red y vuelve a llamar.',
    },
  },
};
