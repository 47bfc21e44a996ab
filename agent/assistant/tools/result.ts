import { compile } from 'html-to-text';

/** What is looked at of a result at most; the rest could not be read out in an hour. */
const LARGEST_READ = 262_144;

/** What can't be read out: pictures in addresses, keys, whatever is encoded. */
const ENCODED = /data:[\w/+.-]+;base64,[\w+/=]+|[\w+/=]{200,}/g;

// eslint-disable-next-line no-control-regex -- they are what is removed
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** A library that bounds depth and size: others take minutes for a page of thousands of nested elements. */
const pageToText = compile({
  wordwrap: false,
  limits: { maxDepth: 200, maxInputLength: LARGEST_READ },
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { ignoreHref: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/**
 * A tool's result as the language model gets it: text, without the markup of pages and without what can't be said, and no
 * longer than `longest` characters, with a note where it was cut.
 */
export function prepareResult(result: unknown, longest: number): string {
  const whole = typeof result === 'string' ? result : JSON.stringify(result);
  const text = readHtml(whole.slice(0, LARGEST_READ))
    .replace(CONTROL, '')
    .replace(ENCODED, '[data]')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*\n\s*/g, '\n\n')
    .trim();
  if (!text) return 'Done. There was no other result.';
  if (text.length <= longest && whole.length <= LARGEST_READ) return text;
  return `${cut(text, longest)}\n[Cut: this is the beginning of ${whole.length} characters. Ask for a smaller part if more is needed.]`;
}

/** A page becomes its text; a result that merely mentions a tag stays as it is. */
function readHtml(text: string): string {
  if (!/^\s*<(!doctype html|html|head|body|div|p|table|ul|ol|section|article|main|h[1-6])\b/i.test(text))
    return text;
  return pageToText(text);
}

/** At the end of a line, a sentence or a word, where there is one near. */
function cut(text: string, longest: number): string {
  const start = text.slice(0, longest);
  const end = Math.max(start.lastIndexOf('\n'), start.lastIndexOf('. ') + 1, start.lastIndexOf(' '));
  return end > longest * 0.8 ? start.slice(0, end).trimEnd() : start;
}
