import { hashText } from '../corpus/random.ts';

/** Answers of one to three sentences, as an assistant on the phone gives them. */
const replies = [
  'Yes, of course.',
  'We are open from nine in the morning until six in the evening.',
  'I have found it. The next one leaves at a quarter past four from platform seven.',
  'That is no problem at all. I have changed it for you, and you will get a message in a minute.',
  'There are two ways to do that. The quicker one is to open the settings and choose the second entry. Shall I stay on the line while you try?',
  'I am sorry to hear that. Could you tell me the number that is printed on the back?',
  'It usually takes three to five working days, but during the holidays it may be a little longer.',
  'Good question. The old building was finished in the year eighteen ninety, and most of it still stands today.',
  'Right. Your room has a view of the garden, breakfast is included, and you can arrive at any time after two. Is there anything else you would like to know?',
  'You can pay by card or in cash.',
  'Let me check that for you. It looks as if the parcel was handed over yesterday afternoon.',
  'Both of them work well. The smaller one is lighter and costs less, while the larger one lasts about twice as long.',
];

/** The same answer to the same words of the user, whatever came before. */
export function chooseReply(lastUserMessage: string): string {
  return replies[hashText(lastUserMessage) % replies.length] as string;
}

/** A word with the space before it is a token here. */
export function splitTokens(reply: string): string[] {
  return reply.match(/\s*\S+/g) ?? [];
}
