import { isChoosing } from './arguments.ts';
import type { Arguments } from './arguments.ts';

/** Nobody keeps more in mind than they hear in one sentence. */
const MOST_ARGUMENTS = 3;
const LONGEST_CHARACTERS = 40;

/** A use of a tool as the caller is asked about it: "write file, path notes/tea.txt". What it works on comes first. */
export function describeUse(name: string, args: Arguments): string {
  const words = Object.entries(args).map(([key, value]) => ({ key, text: readWords(value).join(' ') }));
  const choosing = words.filter(({ key }) => isChoosing(key));
  const short = words.filter(({ key, text }) => !isChoosing(key) && text.length <= LONGEST_CHARACTERS);
  const said = [...choosing, ...short]
    .filter(({ text }) => text !== '')
    .slice(0, MOST_ARGUMENTS)
    .map(({ key, text }) => `${speakName(key)} ${shorten(text)}`);
  return [speakName(name), ...said].join(', ');
}

/** "toAddress" and "to_address" are said as two words. */
function speakName(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
}

function readWords(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(readWords);
  if (typeof value !== 'string') return typeof value === 'number' || value === true ? [String(value)] : [];
  return [value.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()].filter(Boolean);
}

/** Its beginning and its end: of a path, the end says most. */
function shorten(text: string): string {
  if (text.length <= LONGEST_CHARACTERS) return text;
  const half = LONGEST_CHARACTERS / 2 - 1;
  return `${text.slice(0, half).trimEnd()} … ${text.slice(-half).trimStart()}`;
}
