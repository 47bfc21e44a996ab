import { getDocumentProxy } from 'unpdf';
import { DocumentProblem } from './document-problem.ts';
import type { DocumentText, Section } from './passages.ts';

const MAX_PAGES = 1000;

/** Lines that are this much taller than most of the document are headings, unless they are longer than one is. */
const HEADING_SCALE = 1.15;
const MAX_HEADING_CHARACTERS = 120;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

interface Line {
  text: string;
  height: number;
  page: number;
}

/**
 * The text of a PDF, by page and by what looks like a heading.
 *
 * @param warn - told of what is left out of it.
 * @throws DocumentProblem if it cannot be read, or holds no text.
 */
export async function readPdf(bytes: Uint8Array, warn: (problem: string) => void): Promise<DocumentText> {
  const pdf = await open(bytes);
  try {
    if (pdf.numPages > MAX_PAGES)
      warn(`has ${pdf.numPages} pages: only the first ${MAX_PAGES} are searched; split it`);
    const lines: Line[] = [];
    for (let page = 1; page <= Math.min(pdf.numPages, MAX_PAGES); page++)
      lines.push(...(await listLines(pdf, page)));
    if (lines.length === 0)
      throw new DocumentProblem(
        'holds no text, only pictures of it; make it searchable (OCR) and save it again',
      );
    const { info } = (await pdf.getMetadata()) as { info: { Title?: unknown } };
    const named = typeof info.Title === 'string' ? info.Title.trim() : '';
    return { title: named || undefined, sections: listSections(lines, named) };
  } finally {
    await pdf.destroy();
  }
}

async function open(bytes: Uint8Array): Promise<Pdf> {
  try {
    return await getDocumentProxy(bytes, { verbosity: 0 });
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'PasswordException')
      throw new DocumentProblem('is protected by a password; save it without one', { cause: error });
    throw new DocumentProblem(`is no PDF that can be read (${message}); save it again`, { cause: error });
  }
}

async function listLines(pdf: Pdf, number: number): Promise<Line[]> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  page.cleanup();
  const lines: Line[] = [];
  let line: Line = { text: '', height: 0, page: number };
  const close = () => {
    const text = line.text.replace(/\s+/g, ' ').trim();
    if (text) lines.push({ ...line, text });
    line = { text: '', height: 0, page: number };
  };
  for (const item of items) {
    if (!('str' in item)) continue;
    line.text += item.str;
    if (item.str.trim()) line.height = Math.max(line.height, item.height);
    if (item.hasEOL) close();
  }
  close();
  return lines;
}

function listSections(lines: readonly Line[], title: string): Section[] {
  const limit = findBodyHeight(lines) * HEADING_SCALE;
  const sections: Section[] = [];
  let heading = '';
  let open: Section | undefined;
  for (const { text, height, page } of lines) {
    if (height > limit && text.length <= MAX_HEADING_CHARACTERS) {
      heading = text === title ? '' : text;
      open = undefined;
    } else if (open?.page === page) open.text = join(open.text, text);
    else sections.push((open = { heading, text, page }));
  }
  return sections;
}

/** The height in which most of the text is set. */
function findBodyHeight(lines: readonly Line[]): number {
  const characters = new Map<number, number>();
  for (const { text, height } of lines) {
    const rounded = Math.round(height * 10) / 10;
    characters.set(rounded, (characters.get(rounded) ?? 0) + text.length);
  }
  return [...characters].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

/** A word that was divided at the end of a line is one again. */
function join(text: string, line: string): string {
  return /\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(line) ? text.slice(0, -1) + line : `${text} ${line}`;
}
