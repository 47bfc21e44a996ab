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
    talk: 'Zum Sprechen halten',
  },
  state: {
    idle: 'Bereit',
    calling: 'Ruft an',
    returning: 'Nimmt Ihren Anruf wieder auf',
    recovering: 'Holt einen anderen Agenten',
    reconnecting: 'Verbindet neu',
    listening: 'Hört zu',
    hearing: 'Hört Sie',
    thinking: 'Denkt nach',
    speaking: 'Spricht',
    muted: 'Ihr Mikrofon ist aus',
    released: 'Zum Sprechen halten',
    ended: 'Anruf beendet',
  },
  announcements: {
    calling: 'Der Agent wird angerufen.',
    returning: 'Ihr Anruf wird wieder aufgenommen.',
    recovering: 'Der Agent ist ausgefallen. Ein anderer kommt gleich.',
    live: 'Der Agent ist da. Sie können sprechen.',
    ended: 'Der Anruf ist beendet.',
  },
  history: {
    heading: 'Gespräch',
    empty: 'Hier erscheint, was Sie beide sagen.',
    speakers: { caller: 'Sie', agent: 'Parley' },
    typed: 'getippt',
    interrupted: 'unterbrochen',
    from: (sources: string) => `Aus: ${sources}`,
    page: (number: number) => `Seite ${number}`,
    tool: 'Werkzeug',
    toolStates: {
      asking: 'fragt Sie',
      running: 'läuft',
      done: 'fertig',
      failed: 'fehlgeschlagen',
      cancelled: 'abgebrochen',
      declined: 'nicht erlaubt',
    },
    sent: 'Ihnen geschickt',
    took: ms,
    input: 'Nachricht schreiben',
    send: 'Senden',
    notSent: 'Nicht gesendet: Es besteht keine Verbindung. Versuchen Sie es gleich noch einmal.',
    copy: 'Diese Zeile kopieren',
    copyAll: 'Gespräch kopieren',
    downloadText: 'Als TXT herunterladen',
    downloadJson: 'Als JSON herunterladen',
    copied: 'Kopiert',
    notCopied: 'Der Browser hat das Kopieren nicht erlaubt',
  },
  models: {
    heading: 'Modelle dieses Anrufs',
    assistant: 'Assistent',
    language: 'Sprache',
    noOther: (language: string) => `${language}; eine andere hört das Modell nicht`,
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
  sound: {
    heading: 'Ton',
    open: 'Toneinstellungen',
    close: 'Fertig',
    microphone: 'Mikrofon',
    speaker: 'Lautsprecher',
    systemDefault: 'Standard des Systems',
    level: 'Pegel des Mikrofons',
    testMicrophone: 'Mikrofon testen',
    testHint: 'Sagen Sie etwas: Der Balken bewegt sich, wenn man Sie hört.',
    testSpeaker: 'Testton abspielen',
    volume: 'Lautstärke des Agenten',
    pushToTalk: 'Sprechtaste',
    pushToTalkHint: 'Das Mikrofon ist nur offen, solange Sie die Leertaste oder die Schaltfläche halten.',
    speakerFixed: 'Dieser Browser spielt dort, wo das System spielt.',
  },
  network: {
    label: 'Verbindung',
    excellent: 'gut',
    good: 'mäßig',
    poor: 'schlecht',
    lost: 'verloren',
  },
  hints: {
    reconnecting: {
      title: 'Die Verbindung ist unterbrochen',
      advice: 'Ihr Anruf geht weiter, sobald sie wieder da ist.',
    },
    agentLost: {
      title: 'Der Agent ist ausgefallen',
      advice: 'Ein anderer kommt gleich.',
    },
    silentMicrophone: {
      title: 'Von Ihrem Mikrofon kommt nichts',
      advice:
        'Ist es stumm geschaltet, oder ist ein anderes gemeint? Sehen Sie in den Toneinstellungen nach.',
    },
    microphoneLost: {
      title: 'Ihr Mikrofon ist weg',
      advice:
        'Schließen Sie es an oder wählen Sie in den Toneinstellungen ein anderes, und schalten Sie es dann ein.',
    },
    microphoneChanged: {
      title: 'Ein anderes Mikrofon ist in Gebrauch',
      advice: 'Ihres wurde getrennt. Der Anruf geht mit dem des Systems weiter.',
    },
  },
  signIn: {
    label: 'Schlüssel oder Einladung',
    hint: 'Dieser Server fragt, wer anruft. Geben Sie einen Schlüssel ein oder öffnen Sie den Link einer Einladung.',
    submit: 'Weiter',
    development: 'Entwicklungsmodus: Jeder auf diesem Rechner darf anrufen.',
  },
  embed: {
    label: 'Sprachanruf',
    refused:
      'Die Website hat keinen gültigen Schlüssel und keine gültige Einladung mitgebracht. Laden Sie die Seite neu, um es noch einmal zu versuchen.',
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
    credentialRefused: {
      title: 'Ihr Schlüssel oder Ihre Einladung wurde nicht angenommen',
      advice: 'Sie sind unbekannt, benutzt, widerrufen oder abgelaufen. Geben Sie andere ein.',
    },
    originRefused: {
      title: 'Diese Website darf nicht anrufen',
      advice:
        'Der Server nimmt nur Anrufe von Websites auf seiner Liste an. Wer ihn betreibt, kann diese in CORS_ORIGINS eintragen.',
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
    tokenServerFailed: {
      title: 'Der Server hat ein Problem',
      advice:
        'Er konnte Ihnen keinen Anruf geben. Versuchen Sie es gleich noch einmal; sein Protokoll sagt mehr.',
    },
    tooManyCalls: {
      title: 'Zu viele Anrufe',
      advice:
        'Der Server nimmt von hier gerade keine Anrufe mehr an. Versuchen Sie es in einer Minute noch einmal.',
    },
    continuedElsewhere: {
      title: 'Der Anruf geht anderswo weiter',
      advice: 'Er wurde in einem anderen Fenster geöffnet.',
    },
    connectionLost: {
      title: 'Die Verbindung ist abgebrochen',
      advice: 'Prüfen Sie Ihr Netzwerk und rufen Sie noch einmal an.',
    },
  },
};
