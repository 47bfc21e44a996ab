import { lexer, type Token, type Tokens } from 'marked';

/** One section of a document, as plain text that can be spoken. */
export interface Passage {
  /** What it is searched by: the document's title and the section's heading. */
  title: string;
  /** The document's title alone. */
  document: string;
  text: string;
}

/**
 * Splits a Markdown document at its headings. Code blocks and HTML are left out: they can't be spoken.
 *
 * @param fallbackTitle title of a document that has no heading of the first level
 */
export function listPassages(markdown: string, fallbackTitle: string): Passage[] {
  const tokens = lexer(markdown);
  const titleToken = tokens.find(
    (token) => token.type === 'heading' && (token as Tokens.Heading).depth === 1,
  );
  const document = titleToken ? renderInline(titleToken) : fallbackTitle;
  const passages: Passage[] = [];
  let heading = '';
  let texts: string[] = [];
  const close = () => {
    const title = heading ? `${document}, ${heading}` : document;
    if (texts.length > 0) passages.push({ title, document, text: texts.join(' ') });
    texts = [];
  };
  for (const token of tokens) {
    if (token.type === 'heading') {
      close();
      heading = token === titleToken ? '' : renderInline(token);
    } else {
      texts.push(...listSentencesOf(token));
    }
  }
  close();
  return passages;
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

function endSentence(text: string): string[] {
  if (!text) return [];
  return [/[.!?…:]$/.test(text) ? text : `${text}.`];
}
