import { convert, type FormatCallback, type HtmlToTextOptions } from 'html-to-text';
import type { DocumentText } from './passages.ts';
import { readPlainText } from './plain-text.ts';

/** More nesting, and more elements beside each other, than a page for people has. */
const limits = { maxDepth: 100, maxChildNodes: 20_000, ellipsis: '' };

/** What surrounds the text of a page, or is none. */
const ignored = [
  'nav',
  'header',
  'footer',
  'aside',
  'form',
  'svg',
  'template',
  'iframe',
  'noscript',
  'img',
  'title',
];

const heading: FormatCallback = (element, walk, builder, { level }) => {
  builder.openBlock({ leadingLineBreaks: 2 });
  builder.addInline(`${'#'.repeat(Number(level))} `);
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 2 });
};

/** A row of a table is a sentence, with commas between its cells. */
const row: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 2 });
  const cells = element.children.filter(({ name }) => name === 'td' || name === 'th');
  for (const [index, cell] of cells.entries()) {
    if (index > 0) builder.addInline(', ');
    walk(cell.children, builder);
  }
  builder.closeBlock({ trailingLineBreaks: 2 });
};

const levels = [1, 2, 3, 4, 5, 6];

const options: HtmlToTextOptions = {
  wordwrap: false,
  limits,
  formatters: { markedHeading: heading, sentenceRow: row },
  selectors: [
    ...ignored.map((selector) => ({ selector, format: 'skip' })),
    ...levels.map((level) => ({ selector: `h${level}`, format: 'markedHeading', options: { level } })),
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'blockquote', format: 'block' },
    { selector: 'table', format: 'block' },
    { selector: 'tr', format: 'sentenceRow' },
  ],
};

const titleOptions: HtmlToTextOptions = { wordwrap: false, limits, baseElements: { selectors: ['title'] } };

/** The text of an HTML page under its headings; its `<title>` where it has no heading of the first level. */
export function readHtml(html: string): DocumentText {
  const { title, sections } = readPlainText(convert(html, options));
  const named = /<title/i.test(html) ? convert(html, titleOptions).trim() : '';
  return { title: title ?? (named || undefined), sections };
}
