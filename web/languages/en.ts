import { createQuantities } from './quantities.ts';

const { count, ms, msRange, seconds } = createQuantities('en');

/** Every sentence of the page, in English; the type of all languages. */
export const en = {
  /** The language's own tag, for the document and for Intl. */
  tag: 'en',
  title: 'Parley',
  welcome: {
    heading: 'Say it out loud.',
    text: 'Start a call, allow the microphone and speak as you would on the phone. You can interrupt whenever you like.',
  },
  buttons: {
    start: 'Start call',
    again: 'Call again',
    retry: 'Try again',
    cancel: 'Cancel call',
    end: 'End call',
    mute: 'Mute microphone',
    unmute: 'Unmute microphone',
    sound: 'Turn on sound',
    talk: 'Hold to talk',
  },
  state: {
    idle: 'Ready',
    calling: 'Calling',
    returning: 'Picking up your call',
    recovering: 'Getting another agent',
    reconnecting: 'Reconnecting',
    listening: 'Listening',
    hearing: 'Hearing you',
    thinking: 'Thinking',
    speaking: 'Speaking',
    muted: 'Your microphone is off',
    released: 'Hold to talk',
    ended: 'Call ended',
  },
  announcements: {
    calling: 'Calling the agent.',
    returning: 'Picking up your call again.',
    recovering: 'The agent was lost. Another one is on its way.',
    live: 'The agent is there. You can speak.',
    ended: 'The call has ended.',
  },
  history: {
    heading: 'Conversation',
    empty: 'What you both say appears here.',
    speakers: { caller: 'You', agent: 'Parley' },
    typed: 'typed',
    interrupted: 'interrupted',
    from: (sources: string) => `From: ${sources}`,
    page: (number: number) => `page ${number}`,
    tool: 'Tool',
    toolStates: {
      asking: 'asking you',
      running: 'running',
      done: 'done',
      failed: 'failed',
      cancelled: 'cancelled',
      declined: 'not allowed',
    },
    sent: 'sent to you',
    took: ms,
    input: 'Type a message',
    send: 'Send',
    notSent: 'Not sent: there is no connection. Try again in a moment.',
    copy: 'Copy this line',
    copyAll: 'Copy the conversation',
    downloadText: 'Download as TXT',
    downloadJson: 'Download as JSON',
    copied: 'Copied',
    notCopied: 'The browser did not allow copying',
  },
  models: {
    heading: 'Models of this call',
    assistant: 'Assistant',
    language: 'Language',
    noOther: (language: string) => `${language}; the model hears no other`,
    llm: 'Language model',
    stt: 'Speech to text',
    tts: 'Text to speech',
    voice: 'Voice',
    offlineTitle: 'No language model is connected',
    offlineText: 'Answers are read from the documents in knowledge/. Set LLM_BASE_URL to connect a model.',
  },
  timing: {
    heading: 'Timing',
    turn: (turn: number) => `Turn ${count(turn)}`,
    total: (durationMs: number) => `${ms(durationMs)} until the answer`,
    span: msRange,
    saved: (durationMs: number) => `Thinking ahead saved ${ms(durationMs)}.`,
    discarded: (attempts: number, tokens: number, audioMs: number) =>
      `Prepared in vain: ${count(attempts)} (${count(tokens)} tokens, ${seconds(audioMs)} of speech).`,
    outcomes: { interrupted: 'interrupted', lost: 'no answer' },
    history: {
      caption: (answers: number, p50Ms: number, p95Ms: number) =>
        `Answers in this call: ${count(answers)}. Half of them within ${ms(p50Ms)}, 95 % within ${ms(p95Ms)}.`,
      decision: 'Until your turn was over',
      answer: 'From then until the answer',
    },
    slow: {
      heading: 'Why was this slow?',
      unsure: (durationMs: number) =>
        `The sentence sounded unfinished, so it waited ${ms(durationMs)} longer.`,
      stt: (durationMs: number) => `Speech to text took ${ms(durationMs)} too long.`,
      redone: (durationMs: number) =>
        `An answer that was prepared early did not fit any more; preparing it again took ${ms(durationMs)}.`,
      llm: (durationMs: number) => `The language model began ${ms(durationMs)} too late.`,
      clause: (durationMs: number) =>
        `The first words of the language model came ${ms(durationMs)} too late.`,
      tts: (durationMs: number) => `The voice began ${ms(durationMs)} too late.`,
      output: (durationMs: number) => `The finished audio waited ${ms(durationMs)} before it left.`,
      noReply: () => 'The language model had not begun to answer when the turn ended.',
      noSpeech: () => 'The words were there, but no sound of them when the turn ended.',
      first: 'The first answer of a call is often slower.',
    },
    parts: {
      decision: 'Your turn is over',
      stt: 'Speech to text',
      llm: 'Language model',
      clause: 'First words',
      tts: 'Text to speech',
      output: 'On its way',
    },
    explanations: {
      decision: 'From your last sound until it was decided that you had finished',
      stt: 'From the request until the text was there',
      llm: 'From the request until the first token',
      clause: 'From the first token until there was enough to begin speaking',
      tts: 'From the request until the first audio',
      output: 'From then on until the audio left for you',
    },
  },
  sound: {
    heading: 'Sound',
    open: 'Sound settings',
    close: 'Done',
    microphone: 'Microphone',
    speaker: 'Speaker',
    systemDefault: 'System default',
    level: 'Microphone level',
    testMicrophone: 'Test microphone',
    testHint: 'Say something: the bar moves when you are heard.',
    testSpeaker: 'Play test sound',
    volume: 'Volume of the agent',
    pushToTalk: 'Push to talk',
    pushToTalkHint: 'The microphone is open only while you hold the space bar or the button.',
    speakerFixed: 'This browser plays where the system does.',
  },
  network: {
    label: 'Connection',
    excellent: 'good',
    good: 'fair',
    poor: 'poor',
    lost: 'lost',
  },
  hints: {
    reconnecting: {
      title: 'The connection is interrupted',
      advice: 'Your call goes on as soon as it is back.',
    },
    agentLost: {
      title: 'The agent was lost',
      advice: 'Another one is on its way.',
    },
    silentMicrophone: {
      title: 'Nothing comes from your microphone',
      advice: 'Is it muted, or is another one meant? Look in the sound settings.',
    },
    microphoneLost: {
      title: 'Your microphone is gone',
      advice: 'Plug it in or choose another one in the sound settings, then unmute.',
    },
    microphoneChanged: {
      title: 'Another microphone is in use',
      advice: 'Yours was unplugged. The call goes on with the one of the system.',
    },
  },
  signIn: {
    label: 'Key or invite',
    hint: 'This server asks who is calling. Enter a key, or open the link of an invite.',
    submit: 'Continue',
    development: 'Development mode: everyone on this machine may call.',
  },
  embed: {
    label: 'Voice call',
    refused: 'The site brought no key or invite that is valid. Reload the page to try again.',
  },
  problems: {
    microphoneDenied: {
      title: 'The microphone is blocked',
      advice: 'Allow the microphone for this page in the address bar of your browser, then try again.',
    },
    microphoneMissing: {
      title: 'No microphone found',
      advice: 'Plug one in or switch it on, then try again.',
    },
    microphoneBusy: {
      title: 'The microphone is in use',
      advice: 'Another program holds it. Close that program, then try again.',
    },
    microphoneUnavailable: {
      title: 'The microphone cannot be used here',
      advice: 'Browsers allow it only on secure pages: open this one over HTTPS, or on localhost.',
    },
    tokenServerUnreachable: {
      title: 'The server does not answer',
      advice: 'Check your connection and that the token server is running, then try again.',
    },
    credentialRefused: {
      title: 'Your key or invite was not accepted',
      advice: 'It is unknown, used, revoked or expired. Enter another one.',
    },
    originRefused: {
      title: 'This site may not call',
      advice:
        'The server takes calls from the sites on its list only. Whoever runs it can add this one to CORS_ORIGINS.',
    },
    tokenRefused: {
      title: 'The server did not let this call in',
      advice: 'Its answer was not a valid call ticket. Look at the log of the token server.',
    },
    livekitUnreachable: {
      title: 'The call could not be connected',
      advice: 'The server does not answer, or it refused the call. Check that it is running, then try again.',
    },
    agentMissing: {
      title: 'Nobody picked up',
      advice: 'The agent did not join within 10 seconds. It may be starting or busy; try again in a moment.',
    },
    agentLeft: {
      title: 'The agent left the call',
      advice: 'It stopped unexpectedly. Call again to go on.',
    },
    tokenServerFailed: {
      title: 'The server has a problem',
      advice: 'It could not give you a call. Try again in a moment; its log says more.',
    },
    tooManyCalls: {
      title: 'Too many calls',
      advice: 'The server takes no more calls from here for now. Try again in a minute.',
    },
    continuedElsewhere: {
      title: 'The call goes on elsewhere',
      advice: 'It was opened in another window.',
    },
    connectionLost: {
      title: 'The connection was lost',
      advice: 'Check your network, then call again.',
    },
  },
};
