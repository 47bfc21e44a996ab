/** What can be listened to: about 20 s of speech. */
const MAX_SENTENCES = 3;
const MAX_CHARACTERS = 320;

/** As many whole sentences as can be listened to; only a first sentence that is too long is cut, at a word. */
export function shorten(sentences: readonly string[]): string {
  let text = sentences[0] ?? '';
  if (text.length > MAX_CHARACTERS) return text.slice(0, text.lastIndexOf(' ', MAX_CHARACTERS)) + ' …';
  for (const sentence of sentences.slice(1, MAX_SENTENCES)) {
    if (text.length + sentence.length >= MAX_CHARACTERS) break;
    text += ` ${sentence}`;
  }
  return text;
}

/** Text that can be spoken: no control characters, no Markdown signs, single spaces. */
export function clean(text: string): string {
  return text
    .replace(/[*_`#>|]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim();
}
