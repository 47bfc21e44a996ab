import { DocumentProblem } from './document-problem.ts';
import { endSentence, gatherSections, type Block, type DocumentText } from './passages.ts';

const NOT_DECODED = '\uFFFD';

/** The one sign of Markdown that plain text is written with as well. */
const HEADING = /^(#{1,6})\s+(\S.*)$/;

/** Columns of a table are further apart than words; sentences may be, too. */
const COLUMN_GAP = /(?<=[^\s.,:;!?…])(?: {2,}| *\t\s*)(?=\S)/g;
const LIST_MARK = /^([-*•]|\d+[.)])\s+/;

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

/** Splits plain text at its empty lines. Of Markdown it has headings, and nothing that is left out. */
export function readPlainText(text: string): DocumentText {
  return gatherSections(
    text
      .trim()
      .replace(/\r\n?/g, '\n')
      .split(/\n\s*\n/)
      .flatMap(readBlock),
  );
}

function readBlock(block: string): Block[] {
  const lines = block.split('\n').map((line) => line.trim());
  const [, marks, heading] = HEADING.exec(lines[0] ?? '') ?? [];
  if (!marks || !heading) return [{ sentences: joinLines(lines).flatMap(endSentence) }];
  return [{ heading, level: marks.length }, { sentences: joinLines(lines.slice(1)).flatMap(endSentence) }];
}

/** Lines of a paragraph are one text; each row of a table, and each item of a list, is one by itself. */
function joinLines(lines: readonly string[]): string[] {
  const texts: string[] = [];
  let isOpen = false;
  for (const line of lines) {
    const row = line.replace(COLUMN_GAP, ', ');
    if (isOpen && row === line && !LIST_MARK.test(line)) texts.push(`${texts.pop() ?? ''} ${line}`);
    else texts.push(row.replace(/^[-*•]\s+/, ''));
    isOpen = row === line;
  }
  return texts;
}
