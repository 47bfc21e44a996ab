import { hashText } from '../corpus/random.ts';

/**
 * Answers of one to three sentences, as an assistant on the phone gives them. None is so short that nobody could
 * speak over it, and the words in braces differ, so that a cache seldom has a sentence that was not common anyway.
 */
const replies = [
  'Yes, of course. On {day} that is no problem, and somebody from the {place} will call you at {hour}.',
  'We are open from {hour} in the morning until six in the evening, but on {day} we close early.',
  'I have found it. The next one leaves for the {place} at a quarter past {hour} on {day}.',
  'That is no problem at all. I have changed it to {day} at {hour}, and you will get a message from the {place}.',
  'There are two ways to do that. The quicker one is to ask at the {place} on {day} before {hour}. Shall I stay on the line while you try?',
  'I am sorry to hear that. Could you tell me the number that the {place} gave you on {day}?',
  'It usually takes three to five working days, but after {day} the {place} may need a little longer.',
  'Good question. The old {place} was finished in the year eighteen ninety, and on {day} at {hour} you can still see it.',
  'Right. Your room looks out on the {place}, breakfast begins at {hour}, and on {day} you can stay until two. Is there anything else you would like to know?',
  'You can pay by card or in cash at the {place}, any time before {hour} on {day}.',
  'Let me check that for you. It looks as if the {place} sent it at {hour} on {day}.',
  'Both of them work well. The one from the {place} is lighter, while the one that comes on {day} lasts until {hour}.',
];

const words: Record<string, readonly string[]> = {
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  hour: ['seven', 'eight', 'nine', 'ten', 'eleven'],
  place: [
    'station',
    'library',
    'harbour',
    'front desk',
    'museum',
    'post office',
    'market',
    'garden',
    'theatre',
  ],
};

/** The same answer to the same words of the user, whatever came before. */
export function chooseReply(lastUserMessage: string): string {
  const pick = (list: readonly string[], what: string) =>
    list[hashText(`${what} ${lastUserMessage}`) % list.length] as string;
  return pick(replies, 'reply').replace(/\{(\w+)\}/g, (_, what: string) => pick(words[what] ?? [], what));
}

/** A word with the space before it is a token here. */
export function splitTokens(reply: string): string[] {
  return reply.match(/\s*\S+/g) ?? [];
}
