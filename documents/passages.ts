import { lexer, type Token, type Tokens } from 'marked';

/** A part of a document under one heading, as plain text that can be spoken. */
export interface Section {
  /** Empty before the first heading. */
  heading: string;
  text: string;
  /** Counted from 1, in documents that have pages. */
  page?: number;
}

/** What is found: a section of a document, or a piece of a long one. */
export interface Passage extends Section {
  /** What it is searched by: the document's title and the section's heading. */
  title: string;
  /** The document's title alone. */
  document: string;
  /** Path of the document's file in its folder. */
  file: string;
}

/** A document as it was read. */
export interface DocumentText {
  /** Undefined where the document names none. */
  title?: string | undefined;
  sections: Section[];
}

/** Longer sections are cut between sentences: about 150 tokens, of which a language model is shown a few. */
const MAX_PASSAGE_CHARACTERS = 600;

const sentenceSegmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The sentences of a text. */
export function listSentences(text: string): string[] {
  return [...sentenceSegmenter.segment(text)].map(({ segment }) => segment.trim()).filter(Boolean);
}

/** @param fallbackTitle - title of a document that names none. */
export function listPassages(
  { title: document, sections }: DocumentText,
  file: string,
  fallbackTitle: string,
): Passage[] {
  return sections.flatMap(({ text, ...section }) => {
    const name = document ?? fallbackTitle;
    const title = section.heading ? `${name}, ${section.heading}` : name;
    return cut(text).map((piece) => ({ ...section, title, document: name, file, text: piece }));
  });
}

/** Splits a Markdown document at its headings. Code blocks and HTML are left out: they can't be spoken. */
export function readMarkdown(markdown: string): DocumentText {
  return gatherSections(
    lexer(markdown).map((token) =>
      token.type === 'heading'
        ? { heading: renderInline(token), level: (token as Tokens.Heading).depth }
        : { sentences: listSentencesOf(token) },
    ),
  );
}

/** What a document is made of, in its order: headings, and what stands under them. */
export type Block = { heading: string; level: number } | { sentences: string[] };

/** A document of its blocks; its title is its first heading of the first level. */
export function gatherSections(blocks: readonly Block[]): DocumentText {
  const title = blocks.find((block) => 'level' in block && block.level === 1);
  const sections: Section[] = [];
  let heading = '';
  let texts: string[] = [];
  const close = () => {
    if (texts.length > 0) sections.push({ heading, text: texts.join(' ') });
    texts = [];
  };
  for (const block of blocks) {
    if ('heading' in block) {
      close();
      heading = block === title ? '' : block.heading;
    } else {
      texts.push(...block.sentences);
    }
  }
  close();
  return { title: title && 'heading' in title ? title.heading : undefined, sections };
}

/** Pieces of whole sentences; only a sentence that is too long by itself is cut, between words. */
function cut(text: string): string[] {
  if (text.length <= MAX_PASSAGE_CHARACTERS) return [text];
  const pieces: string[] = [];
  let piece = '';
  for (const part of listSentences(text).flatMap(cutSentence)) {
    if (piece && piece.length + part.length >= MAX_PASSAGE_CHARACTERS) {
      pieces.push(piece);
      piece = '';
    }
    piece = piece ? `${piece} ${part}` : part;
  }
  return [...pieces, piece];
}

function cutSentence(sentence: string): string[] {
  const parts: string[] = [];
  let rest = sentence;
  while (rest.length > MAX_PASSAGE_CHARACTERS) {
    const space = rest.lastIndexOf(' ', MAX_PASSAGE_CHARACTERS);
    const end = space > 0 ? space : MAX_PASSAGE_CHARACTERS;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...parts, rest];
}

function listSentencesOf(token: Token): string[] {
  switch (token.type) {
    case 'paragraph':
    case 'text':
      return endSentence(renderInline(token));
    case 'list':
      return (token as Tokens.List).items.flatMap((item) => item.tokens.flatMap(listSentencesOf));
    case 'blockquote':
      return (token as Tokens.Blockquote).tokens.flatMap(listSentencesOf);
    case 'table':
      return (token as Tokens.Table).rows.flatMap((row) => endSentence(row.map(renderInline).join(', ')));
    default:
      return [];
  }
}

/** What headings, paragraphs, cells and inline tokens have in common. */
interface TextToken {
  type?: string;
  text?: string;
  tokens?: TextToken[] | undefined;
}

/** The text of a token without its markup. */
function renderInline(token: TextToken): string {
  return renderRaw(token).replace(/\s+/g, ' ').trim();
}

function renderRaw({ type, text, tokens }: TextToken): string {
  if (type === 'html' || type === 'image') return '';
  return tokens ? tokens.map(renderRaw).join('') : (text ?? ' ');
}

/** A text as a sentence, with the sign at its end; none where there is no text. */
export function endSentence(text: string): string[] {
  if (!text) return [];
  return [/[.!?…:]$/.test(text) ? text : `${text}.`];
}
