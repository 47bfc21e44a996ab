/** What a caller says that no document answers. */
export type SmallTalk = 'greeting' | 'thanks' | 'goodbye' | 'about';

const patterns: readonly (readonly [SmallTalk, RegExp])[] = [
  [
    'greeting',
    /^(hello|hi|hey|good (morning|afternoon|evening)|greetings)( there| again)?( parley)?( how are you( doing)?( today)?)?$/,
  ],
  ['greeting', /^how are you( doing)?( today)?$/],
  ['thanks', /^(ok |okay |great |perfect )?(thanks|thank you|cheers)( a lot| very much| so much)?$/],
  ['goodbye', /^(ok |okay )?(goodbye|bye|bye bye|see you|good night)( then| later)?$/],
  [
    'about',
    /^(so |hello |hi )?(what|who) (can|could|do|are) (you|i)( (help|do|know|ask|talk)( me| you| about| with)*)?$/,
  ],
  ['about', /^(can you )?help( me)?$/],
  [
    'about',
    /^are you (an? )?(real |actual )?(ai|a i|robot|human|person|language model|machine|computer|assistant|chatgpt|llm)$/,
  ],
  ['about', /^(what|which) (language |a i |ai )?model (are|is|do) (you|this)( using| use| running)?$/],
];

/** Recognises small talk that is the whole utterance; a question behind a greeting is a question. */
export function recogniseSmallTalk(utterance: string): SmallTalk | undefined {
  const words = utterance
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  return patterns.find(([, pattern]) => pattern.test(words))?.[0];
}
