import { DocumentProblem } from './document-problem.ts';

const NOT_DECODED = '\uFFFD';

/** How the two encodings of Unicode that begin with a mark begin; all else is UTF-8. */
const marks: readonly (readonly [encoding: string, mark: number[]])[] = [
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * Decodes a text file.
 *
 * @throws DocumentProblem with the line at which it stops being text.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
  const text = new TextDecoder(encoding ?? 'utf-8').decode(bytes);
  const broken = [text.indexOf('\0'), text.indexOf(NOT_DECODED)].filter((index) => index >= 0);
  if (broken.length === 0) return text;
  const line = text.slice(0, Math.min(...broken)).split('\n').length;
  throw new DocumentProblem(`is no text at line ${line}; expected UTF-8: save it as that, or take it away`);
}
