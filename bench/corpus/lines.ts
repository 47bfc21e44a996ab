/** Something a caller of the corpus says. */
export interface Line {
  kind: 'complete' | 'paused' | 'backchannel' | 'bargein';
  /** A bar marks where the caller stops to think, in the middle of a turn. */
  text: string;
  /** How long the silence at each bar lasts. */
  pausesMs: number[];
}

const complete = [
  'When does the last bus leave tonight?',
  'Please cancel my gym membership.',
  'Do you ship to Ireland?',
  'I lost my boarding pass.',
  'Yes, please.',
  'Could you speak a little slower?',
  'What is the difference between the two models?',
  'Put me through to the billing department.',
  'My printer keeps jamming.',
  'How long does a refund usually take?',
  'The code on the back is four eight one.',
  'No, I would rather keep it.',
  'Is the museum open on Mondays?',
  'Remind me to call my sister tomorrow morning.',
  'Why is my bill higher than last month?',
  'I think that was everything.',
  'Which platform does the train to York go from?',
  'That works for me. Thank you very much.',
  'Can I bring my dog?',
  'We need two rooms for three nights.',
  'Does the soup contain any nuts?',
  'It stopped working right after the update.',
  'Who should I write to about this?',
  'Make it half past seven instead.',
  'Tell me something about the history of this building.',
  'Around six.',
  'Is there a cheaper way to get there?',
  'My son is eight and he is allergic to milk.',
];

/** Where people stop in the middle: after a conjunction or a filler, at a comma, inside a number, before the noun. */
const paused: [string, ...number[]][] = [
  ['I would like a large pizza with mushrooms and | extra cheese.', 700],
  ['The number is five five two | eight oh one four.', 900],
  ['Um, | is my parcel still on its way?', 1200],
  ['If the weather is bad, | could we move it to Sunday?', 500],
  ['I want to send this to | my brother in Canada.', 1600],
  ['She told me that | the office would be closed.', 350],
  ['We are looking for a hotel near the | central station.', 900],
  ['Can you check whether | my passport has arrived?', 350],
  ['Well, it was, um, | it was about two weeks ago.', 1200],
  ['I ordered the blue one but | I received a green one.', 700],
  ['My postcode is S W one | A two A A.', 500],
  ['First I restarted it, | then I took the battery out, | and it still does not charge.', 900, 1600],
  ['What would happen if I | paid it back early?', 500],
  ['I need the report by Thursday or | Friday at the latest.', 1200],
  ['Set the alarm for | a quarter to six.', 350],
  ['My name is | Jonathan Whitaker.', 700],
  ['It costs twenty | seven pounds a month, | does it not?', 900, 350],
  ['So, | I have a question about my contract.', 1600],
  ['The reason I am calling is | that nobody has answered my letter.', 500],
  ['I can come on Tuesday, or, um, | maybe Wednesday would be better.', 1200],
  ['Could you tell me the | opening times for the pool?', 700],
  ['Let me see, | I think it was the one with the red handle.', 1600],
];

const backchannels = [
  'Mm-hmm.',
  'Yeah.',
  'Uh-huh.',
  'Okay.',
  'Right.',
  'I see.',
  'Sure.',
  'Yes.',
  'Oh, really?',
  'All right.',
];

const bargeIns = [
  'Stop.',
  'No wait, that is the wrong address.',
  'Hang on a moment.',
  'Sorry, can I just ask about the price?',
  'Stop talking, please.',
  'Actually, forget about that.',
  'Wait, go back to the first one.',
  'That is enough, thank you.',
];

const withoutPauses = (kind: Line['kind'], texts: string[]): Line[] =>
  texts.map((text) => ({ kind, text, pausesMs: [] }));

/** Everything that is spoken for the corpus, in the order of its files. */
export const lines: Line[] = [
  ...withoutPauses('complete', complete),
  ...paused.map(([text, ...pausesMs]): Line => ({ kind: 'paused', text, pausesMs })),
  ...withoutPauses('backchannel', backchannels),
  ...withoutPauses('bargein', bargeIns),
];

/**
 * Who speaks the lines, in turn. Their number is even, so that lines with an even place in their kind (the half a
 * turn model is fitted on) and those with an odd one (the half it is tested on) have no voice in common.
 */
export const voices = [
  'am_michael',
  'bf_emma',
  'af_bella',
  'bm_george',
  'am_puck',
  'af_sarah',
  'bm_fable',
  'bf_isabella',
  'af_nicole',
  'am_fenrir',
] as const;
