import type { en } from './en.ts';
import { createQuantities } from './quantities.ts';

const { count, ms, msRange, seconds } = createQuantities('de');

/** Every sentence of the page, in German. */
export const de: typeof en = {
  tag: 'de',
  title: 'Parley',
  welcome: {
    heading: 'Einfach sprechen.',
    text: 'Starten Sie einen Anruf, erlauben Sie das Mikrofon und sprechen Sie wie am Telefon. Sie können jederzeit unterbrechen.',
  },
  buttons: {
    start: 'Anruf starten',
    again: 'Noch einmal anrufen',
    retry: 'Noch einmal versuchen',
    cancel: 'Anruf abbrechen',
    end: 'Auflegen',
    mute: 'Mikrofon ausschalten',
    unmute: 'Mikrofon einschalten',
    sound: 'Ton einschalten',
  },
  state: {
    idle: 'Bereit',
    calling: 'Ruft an',
    reconnecting: 'Verbindet neu',
    listening: 'Hört zu',
    hearing: 'Hört Sie',
    thinking: 'Denkt nach',
    speaking: 'Spricht',
    muted: 'Ihr Mikrofon ist aus',
    ended: 'Anruf beendet',
  },
  announcements: {
    calling: 'Der Agent wird angerufen.',
    live: 'Der Agent ist da. Sie können sprechen.',
    ended: 'Der Anruf ist beendet.',
  },
  history: {
    heading: 'Gespräch',
    empty: 'Hier erscheint, was Sie beide sagen.',
    speakers: { caller: 'Sie', agent: 'Parley' },
    typed: 'getippt',
    interrupted: 'unterbrochen',
    tool: 'Werkzeug',
    toolStates: { running: 'läuft', done: 'fertig', failed: 'fehlgeschlagen' },
    took: ms,
    input: 'Nachricht schreiben',
    send: 'Senden',
    notSent: 'Nicht gesendet: Es besteht keine Verbindung. Versuchen Sie es gleich noch einmal.',
    copy: 'Diese Zeile kopieren',
    copyAll: 'Gespräch kopieren',
    downloadText: 'Als Text herunterladen',
    downloadJson: 'Als JSON herunterladen',
    copied: 'Kopiert',
    notCopied: 'Der Browser hat das Kopieren nicht erlaubt',
  },
  models: {
    heading: 'Modelle dieses Anrufs',
    llm: 'Sprachmodell',
    stt: 'Spracherkennung',
    tts: 'Sprachausgabe',
    voice: 'Stimme',
    offlineTitle: 'Kein Sprachmodell verbunden',
    offlineText:
      'Die Antworten werden aus den Dokumenten in knowledge/ vorgelesen. Mit LLM_BASE_URL verbinden Sie ein Modell.',
  },
  timing: {
    heading: 'Zeiten',
    turn: (turn) => `Frage ${count(turn)}`,
    total: (durationMs) => `${ms(durationMs)} bis zur Antwort`,
    span: msRange,
    saved: (durationMs) => `Vorausdenken hat ${ms(durationMs)} gespart.`,
    discarded: (attempts, tokens, audioMs) =>
      `Vergeblich vorbereitet: ${count(attempts)} (${count(tokens)} Tokens, ${seconds(audioMs)} Sprache).`,
    outcomes: { interrupted: 'unterbrochen', lost: 'keine Antwort' },
    history: {
      caption: (answers, p50Ms, p95Ms) =>
        `Antworten in diesem Gespräch: ${count(answers)}. Die Hälfte innerhalb von ${ms(p50Ms)}, 95 % innerhalb von ${ms(p95Ms)}.`,
      decision: 'Bis Sie fertig waren',
      answer: 'Von da an bis zur Antwort',
    },
    slow: {
      heading: 'Warum war das langsam?',
      unsure: (durationMs) => `Der Satz klang unvollendet, deshalb wurde ${ms(durationMs)} länger gewartet.`,
      stt: (durationMs) => `Die Spracherkennung brauchte ${ms(durationMs)} zu lang.`,
      redone: (durationMs) =>
        `Eine früh vorbereitete Antwort passte nicht mehr; sie neu vorzubereiten dauerte ${ms(durationMs)}.`,
      llm: (durationMs) => `Das Sprachmodell begann ${ms(durationMs)} zu spät.`,
      clause: (durationMs) => `Die ersten Worte des Sprachmodells kamen ${ms(durationMs)} zu spät.`,
      tts: (durationMs) => `Die Stimme begann ${ms(durationMs)} zu spät.`,
      output: (durationMs) => `Der fertige Ton wartete ${ms(durationMs)}, bevor er abging.`,
      noReply: () => 'Das Sprachmodell hatte noch nicht zu antworten begonnen, als die Frage endete.',
      noSpeech: () => 'Die Worte waren da, aber noch kein Ton davon, als die Frage endete.',
      first: 'Die erste Antwort eines Gesprächs ist oft langsamer.',
    },
    parts: {
      decision: 'Sie sind fertig',
      stt: 'Spracherkennung',
      llm: 'Sprachmodell',
      clause: 'Erste Worte',
      tts: 'Sprachausgabe',
      output: 'Unterwegs',
    },
    explanations: {
      decision: 'Von Ihrem letzten Laut bis zur Entscheidung, dass Sie fertig sind',
      stt: 'Von der Anfrage bis der Text da war',
      llm: 'Von der Anfrage bis zum ersten Token',
      clause: 'Vom ersten Token bis genug da war, um zu sprechen',
      tts: 'Von der Anfrage bis zum ersten Ton',
      output: 'Von da an, bis der Ton zu Ihnen abging',
    },
  },
  problems: {
    microphoneDenied: {
      title: 'Das Mikrofon ist blockiert',
      advice:
        'Erlauben Sie das Mikrofon für diese Seite in der Adresszeile Ihres Browsers und versuchen Sie es noch einmal.',
    },
    microphoneMissing: {
      title: 'Kein Mikrofon gefunden',
      advice: 'Schließen Sie eines an oder schalten Sie es ein und versuchen Sie es noch einmal.',
    },
    microphoneBusy: {
      title: 'Das Mikrofon wird gerade benutzt',
      advice:
        'Ein anderes Programm hält es fest. Schließen Sie dieses Programm und versuchen Sie es noch einmal.',
    },
    microphoneUnavailable: {
      title: 'Das Mikrofon lässt sich hier nicht benutzen',
      advice:
        'Browser erlauben es nur auf sicheren Seiten: Öffnen Sie diese Seite über HTTPS oder auf localhost.',
    },
    tokenServerUnreachable: {
      title: 'Der Server antwortet nicht',
      advice: 'Prüfen Sie Ihre Verbindung und ob der Token-Server läuft, und versuchen Sie es noch einmal.',
    },
    tokenRefused: {
      title: 'Der Server hat diesen Anruf nicht zugelassen',
      advice: 'Seine Antwort war kein gültiges Ticket. Sehen Sie im Protokoll des Token-Servers nach.',
    },
    livekitUnreachable: {
      title: 'Der Anruf kam nicht zustande',
      advice:
        'Der Server antwortet nicht oder hat den Anruf abgelehnt. Prüfen Sie, ob er läuft, und versuchen Sie es noch einmal.',
    },
    agentMissing: {
      title: 'Niemand hat abgenommen',
      advice:
        'Der Agent kam nicht innerhalb von 10 Sekunden. Vielleicht startet er noch oder ist belegt; versuchen Sie es gleich noch einmal.',
    },
    agentLeft: {
      title: 'Der Agent hat den Anruf verlassen',
      advice: 'Er wurde unerwartet beendet. Rufen Sie noch einmal an, um weiterzusprechen.',
    },
    connectionLost: {
      title: 'Die Verbindung ist abgebrochen',
      advice: 'Prüfen Sie Ihr Netzwerk und rufen Sie noch einmal an.',
    },
  },
};
