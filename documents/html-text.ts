import { NodeHtmlMarkdown } from 'node-html-markdown';
import { readMarkdown, type DocumentText } from './passages.ts';

/** What surrounds the text of a page, or is none. */
const ignore = ['nav', 'header', 'footer', 'aside', 'form', 'svg', 'template', 'iframe', 'noscript'];

/** The text of an HTML page under its headings; its `<title>` where it has no heading of the first level. */
export function readHtml(html: string): DocumentText {
  const { title, sections } = readMarkdown(NodeHtmlMarkdown.translate(html, { ignore }));
  const [, named] = /<title[^>]*>([^<]*)<\/title>/i.exec(html) ?? [];
  return { title: title ?? (named?.trim() ? NodeHtmlMarkdown.translate(named).trim() : undefined), sections };
}
