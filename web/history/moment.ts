import { strings } from '../strings.ts';

/** The reader's own kind of the language, such as British English, writes dates its own way. */
const locale =
  navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === strings.tag) ?? strings.tag;

const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
const minutes = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const seconds = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });

/** The date of a moment in ms since 1970, in the reader's language and time zone. */
export function formatDay(atMs: number): string {
  return day.format(atMs);
}

/** The time of day of a moment in ms since 1970, to the minute or to the second. */
export function formatClockTime(atMs: number, precision: 'minutes' | 'seconds'): string {
  return (precision === 'minutes' ? minutes : seconds).format(atMs);
}
