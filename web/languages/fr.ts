import type { en } from './en.ts';
import { createQuantities } from './quantities.ts';

const { count, ms, msRange, seconds } = createQuantities('fr');

/** Every sentence of the page, in French. */
export const fr: typeof en = {
  tag: 'fr',
  title: 'Parley',
  welcome: {
    heading: 'Dites-le de vive voix.',
    text: 'Lancez un appel, autorisez le micro et parlez comme au téléphone. Vous pouvez interrompre à tout moment.',
  },
  buttons: {
    start: 'Appeler',
    again: 'Rappeler',
    retry: 'Réessayer',
    cancel: 'Annuler l’appel',
    end: 'Raccrocher',
    mute: 'Couper le micro',
    unmute: 'Rétablir le micro',
    sound: 'Activer le son',
    talk: 'Maintenir pour parler',
  },
  state: {
    idle: 'Prêt',
    calling: 'Appel en cours',
    returning: 'Reprise de votre appel',
    recovering: 'Recherche d’un autre agent',
    reconnecting: 'Reconnexion',
    listening: 'Écoute',
    hearing: 'Vous entend',
    thinking: 'Réfléchit',
    speaking: 'Parle',
    muted: 'Votre micro est coupé',
    released: 'Maintenir pour parler',
    ended: 'Appel terminé',
  },
  announcements: {
    calling: 'Appel de l’agent.',
    returning: 'Reprise de votre appel.',
    recovering: 'L’agent a été perdu. Un autre arrive.',
    live: 'L’agent est là. Vous pouvez parler.',
    ended: 'L’appel est terminé.',
  },
  history: {
    heading: 'Conversation',
    empty: 'Ce que vous dites tous les deux apparaît ici.',
    speakers: { caller: 'Vous', agent: 'Parley' },
    typed: 'écrit',
    interrupted: 'interrompu',
    from: (sources: string) => `D’après : ${sources}`,
    page: (number: number) => `p. ${number}`,
    tool: 'Outil',
    toolStates: {
      asking: 'vous demande',
      running: 'en cours',
      done: 'terminé',
      failed: 'échec',
      cancelled: 'annulé',
      declined: 'refusé',
    },
    sent: 'envoyé',
    took: ms,
    input: 'Écrire un message',
    send: 'Envoyer',
    notSent: 'Non envoyé : il n’y a pas de connexion. Réessayez dans un instant.',
    copy: 'Copier cette ligne',
    copyAll: 'Copier la conversation',
    downloadText: 'Télécharger en TXT',
    downloadJson: 'Télécharger en JSON',
    copied: 'Copié',
    notCopied: 'Le navigateur n’a pas permis la copie',
  },
  models: {
    heading: 'Modèles de cet appel',
    assistant: 'Assistant',
    language: 'Langue',
    noOther: (language: string) => `${language} ; le modèle n’en comprend pas d’autre`,
    llm: 'Modèle de langage',
    stt: 'Reconnaissance vocale',
    tts: 'Synthèse vocale',
    voice: 'Voix',
    offlineTitle: 'Aucun modèle de langage n’est connecté',
    offlineText:
      'Les réponses sont lues dans les documents de knowledge/. Définissez LLM_BASE_URL pour connecter un modèle.',
  },
  timing: {
    heading: 'Durées',
    turn: (turn) => `Tour ${count(turn)}`,
    total: (durationMs) => `${ms(durationMs)} jusqu’à la réponse`,
    span: msRange,
    saved: (durationMs) => `Réfléchir d’avance a fait gagner ${ms(durationMs)}.`,
    discarded: (attempts, tokens, audioMs) =>
      `Préparé en vain : ${count(attempts)} (${count(tokens)} jetons, ${seconds(audioMs)} de parole).`,
    outcomes: { interrupted: 'interrompue', lost: 'sans réponse' },
    history: {
      caption: (answers, p50Ms, p95Ms) =>
        `Réponses dans cet appel : ${count(answers)}. La moitié en moins de ${ms(p50Ms)}, 95 % en moins de ${ms(p95Ms)}.`,
      decision: 'Jusqu’à la fin de votre tour',
      answer: 'De là jusqu’à la réponse',
    },
    slow: {
      heading: 'Pourquoi était-ce lent ?',
      unsure: (durationMs) => `La phrase semblait inachevée : l’attente a duré ${ms(durationMs)} de plus.`,
      stt: (durationMs) => `La reconnaissance vocale a pris ${ms(durationMs)} de trop.`,
      redone: (durationMs) =>
        `Une réponse préparée d’avance ne convenait plus ; la refaire a pris ${ms(durationMs)}.`,
      llm: (durationMs) => `Le modèle de langage a commencé ${ms(durationMs)} trop tard.`,
      clause: (durationMs) => `Les premiers mots du modèle sont arrivés ${ms(durationMs)} trop tard.`,
      tts: (durationMs) => `La voix a commencé ${ms(durationMs)} trop tard.`,
      output: (durationMs) => `Le son était prêt, mais a attendu ${ms(durationMs)} avant de partir.`,
      noReply: () => 'Le modèle de langage n’avait pas commencé à répondre à la fin du tour.',
      noSpeech: () => 'Les mots étaient là, mais encore sans aucun son à la fin du tour.',
      first: 'La première réponse d’un appel est souvent plus lente.',
    },
    parts: {
      decision: 'Vous avez fini',
      stt: 'Reconnaissance',
      llm: 'Modèle de langage',
      clause: 'Premiers mots',
      tts: 'Synthèse vocale',
      output: 'En route',
    },
    explanations: {
      decision: 'De votre dernier son à la décision que vous aviez fini',
      stt: 'De la requête à l’arrivée du texte',
      llm: 'De la requête au premier jeton',
      clause: 'Du premier jeton jusqu’à ce qu’il y ait de quoi commencer à parler',
      tts: 'De la requête au premier son',
      output: 'De là jusqu’au départ du son vers vous',
    },
  },
  sound: {
    heading: 'Son',
    open: 'Réglages du son',
    close: 'Terminé',
    microphone: 'Micro',
    speaker: 'Haut-parleur',
    systemDefault: 'Choix du système',
    level: 'Niveau du micro',
    testMicrophone: 'Tester le micro',
    testHint: 'Dites quelque chose : la barre bouge quand on vous entend.',
    testSpeaker: 'Jouer un son de test',
    volume: 'Volume de l’agent',
    pushToTalk: 'Appuyer pour parler',
    pushToTalkHint: 'Le micro n’est ouvert que tant que vous maintenez la barre d’espace ou le bouton.',
    speakerFixed: 'Ce navigateur joue le son là où le système le joue.',
  },
  network: {
    label: 'Connexion',
    excellent: 'bonne',
    good: 'moyenne',
    poor: 'mauvaise',
    lost: 'perdue',
  },
  hints: {
    reconnecting: {
      title: 'La connexion est interrompue',
      advice: 'Votre appel continue dès qu’elle revient.',
    },
    agentLost: {
      title: 'L’agent a été perdu',
      advice: 'Un autre arrive.',
    },
    silentMicrophone: {
      title: 'Rien ne vient de votre micro',
      advice: 'Est-il coupé, ou en vouliez-vous un autre ? Voyez les réglages du son.',
    },
    microphoneLost: {
      title: 'Votre micro n’est plus là',
      advice: 'Branchez-le ou choisissez-en un autre dans les réglages du son, puis activez-le.',
    },
    microphoneChanged: {
      title: 'Un autre micro est utilisé',
      advice: 'Le vôtre a été débranché. L’appel continue avec celui du système.',
    },
  },
  signIn: {
    label: 'Clé ou invitation',
    hint: 'Ce serveur demande qui appelle. Saisissez une clé ou ouvrez le lien d’une invitation.',
    submit: 'Continuer',
    development: 'Mode de développement : tout le monde sur cette machine peut appeler.',
  },
  embed: {
    label: 'Appel vocal',
    refused: 'Le site n’a fourni ni clé ni invitation valable. Rechargez la page pour réessayer.',
  },
  problems: {
    microphoneDenied: {
      title: 'Le micro est bloqué',
      advice:
        'Autorisez le micro pour cette page dans la barre d’adresse de votre navigateur, puis réessayez.',
    },
    microphoneMissing: {
      title: 'Aucun micro trouvé',
      advice: 'Branchez-en un ou allumez-le, puis réessayez.',
    },
    microphoneBusy: {
      title: 'Le micro est déjà utilisé',
      advice: 'Un autre programme l’occupe. Fermez-le, puis réessayez.',
    },
    microphoneUnavailable: {
      title: 'Le micro ne peut pas être utilisé ici',
      advice:
        'Les navigateurs ne l’autorisent que sur des pages sûres : ouvrez celle-ci en HTTPS ou sur localhost.',
    },
    tokenServerUnreachable: {
      title: 'Le serveur ne répond pas',
      advice: 'Vérifiez votre connexion et que le serveur de jetons fonctionne, puis réessayez.',
    },
    credentialRefused: {
      title: 'Votre clé ou votre invitation n’a pas été acceptée',
      advice: 'Elle est inconnue, déjà utilisée, révoquée ou expirée. Saisissez-en une autre.',
    },
    originRefused: {
      title: 'Ce site ne peut pas appeler',
      advice:
        'Le serveur n’accepte que les appels des sites de sa liste. La personne qui l’exploite peut ajouter celui-ci à CORS_ORIGINS.',
    },
    tokenRefused: {
      title: 'Le serveur n’a pas admis cet appel',
      advice: 'Sa réponse n’était pas un ticket valable. Consultez le journal du serveur de jetons.',
    },
    livekitUnreachable: {
      title: 'L’appel n’a pas pu être établi',
      advice: 'Le serveur ne répond pas ou a refusé l’appel. Vérifiez qu’il fonctionne, puis réessayez.',
    },
    agentMissing: {
      title: 'Personne n’a décroché',
      advice:
        'L’agent n’est pas venu en 10 secondes. Il démarre peut-être ou il est occupé ; réessayez dans un instant.',
    },
    agentLeft: {
      title: 'L’agent a quitté l’appel',
      advice: 'Il s’est arrêté de façon inattendue. Rappelez pour continuer.',
    },
    tokenServerFailed: {
      title: 'Le serveur a un problème',
      advice: 'Il n’a pas pu vous donner d’appel. Réessayez dans un instant ; son journal en dit plus.',
    },
    tooManyCalls: {
      title: 'Trop d’appels',
      advice: 'Le serveur ne prend plus d’appels d’ici pour le moment. Réessayez dans une minute.',
    },
    continuedElsewhere: {
      title: 'L’appel continue ailleurs',
      advice: 'Il a été ouvert dans une autre fenêtre.',
    },
    connectionLost: {
      title: 'La connexion est perdue',
      advice: 'Vérifiez votre réseau, puis rappelez.',
    },
  },
};
