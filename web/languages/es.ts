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
    talk: 'Mantén pulsado para hablar',
  },
  state: {
    idle: 'Listo',
    calling: 'Llamando',
    returning: 'Retomando tu llamada',
    recovering: 'Buscando otro agente',
    reconnecting: 'Reconectando',
    listening: 'Escuchando',
    hearing: 'Te oye',
    thinking: 'Pensando',
    speaking: 'Hablando',
    muted: 'Tu micrófono está apagado',
    released: 'Mantén pulsado para hablar',
    ended: 'Llamada terminada',
  },
  announcements: {
    calling: 'Llamando al agente.',
    returning: 'Retomando tu llamada.',
    recovering: 'Se perdió el agente. Otro está en camino.',
    live: 'El agente está aquí. Puedes hablar.',
    ended: 'La llamada ha terminado.',
  },
  history: {
    heading: 'Conversación',
    empty: 'Aquí aparece lo que decís los dos.',
    speakers: { caller: 'Tú', agent: 'Parley' },
    typed: 'escrito',
    interrupted: 'interrumpido',
    from: (sources: string) => `De: ${sources}`,
    page: (number: number) => `página ${number}`,
    tool: 'Herramienta',
    toolStates: {
      asking: 'le pregunta',
      running: 'en curso',
      done: 'listo',
      failed: 'falló',
      cancelled: 'cancelado',
      declined: 'no permitido',
    },
    sent: 'enviado',
    took: ms,
    input: 'Escribe un mensaje',
    send: 'Enviar',
    notSent: 'No se envió: no hay conexión. Inténtalo de nuevo en un momento.',
    copy: 'Copiar esta línea',
    copyAll: 'Copiar la conversación',
    downloadText: 'Descargar como TXT',
    downloadJson: 'Descargar como JSON',
    copied: 'Copiado',
    notCopied: 'El navegador no permitió copiar',
  },
  models: {
    heading: 'Modelos de esta llamada',
    assistant: 'Asistente',
    language: 'Idioma',
    noOther: (language: string) => `${language}; el modelo no entiende otro`,
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
  sound: {
    heading: 'Sonido',
    open: 'Ajustes de sonido',
    close: 'Listo',
    microphone: 'Micrófono',
    speaker: 'Altavoz',
    systemDefault: 'Predeterminado del sistema',
    level: 'Nivel del micrófono',
    testMicrophone: 'Probar el micrófono',
    testHint: 'Di algo: la barra se mueve cuando se te oye.',
    testSpeaker: 'Reproducir sonido de prueba',
    volume: 'Volumen del agente',
    pushToTalk: 'Pulsar para hablar',
    pushToTalkHint:
      'El micrófono solo está abierto mientras mantienes pulsada la barra espaciadora o el botón.',
    speakerFixed: 'Este navegador suena donde suena el sistema.',
  },
  network: {
    label: 'Conexión',
    excellent: 'buena',
    good: 'regular',
    poor: 'mala',
    lost: 'perdida',
  },
  hints: {
    reconnecting: {
      title: 'La conexión está interrumpida',
      advice: 'Tu llamada sigue en cuanto vuelva.',
    },
    agentLost: {
      title: 'Se perdió el agente',
      advice: 'Otro está en camino.',
    },
    silentMicrophone: {
      title: 'No llega nada de tu micrófono',
      advice: '¿Está silenciado, o querías otro? Mira en los ajustes de sonido.',
    },
    microphoneLost: {
      title: 'Tu micrófono ya no está',
      advice: 'Conéctalo o elige otro en los ajustes de sonido, y después actívalo.',
    },
    microphoneChanged: {
      title: 'Se usa otro micrófono',
      advice: 'El tuyo se desconectó. La llamada sigue con el del sistema.',
    },
  },
  signIn: {
    label: 'Clave o invitación',
    hint: 'Este servidor pregunta quién llama. Escribe una clave o abre el enlace de una invitación.',
    submit: 'Continuar',
    development: 'Modo de desarrollo: cualquiera en este equipo puede llamar.',
  },
  embed: {
    label: 'Llamada de voz',
    refused:
      'El sitio no trajo ninguna clave ni invitación válida. Recarga la página para intentarlo de nuevo.',
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
    credentialRefused: {
      title: 'No se aceptó tu clave o invitación',
      advice: 'Es desconocida, ya se usó, fue revocada o caducó. Escribe otra.',
    },
    originRefused: {
      title: 'Este sitio no puede llamar',
      advice:
        'El servidor solo acepta llamadas de los sitios de su lista. Quien lo administra puede añadir este a CORS_ORIGINS.',
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
    tokenServerFailed: {
      title: 'El servidor tiene un problema',
      advice: 'No pudo darte una llamada. Inténtalo de nuevo en un momento; su registro dice más.',
    },
    tooManyCalls: {
      title: 'Demasiadas llamadas',
      advice: 'El servidor no acepta más llamadas desde aquí por ahora. Inténtalo de nuevo en un minuto.',
    },
    continuedElsewhere: {
      title: 'La llamada sigue en otro lugar',
      advice: 'Se abrió en otra ventana.',
    },
    connectionLost: {
      title: 'Se perdió la conexión',
      advice: 'Comprueba tu red y vuelve a llamar.',
    },
  },
};
