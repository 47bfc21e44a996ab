import { appendFile, copyFile, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DocumentFolder } from './document-folder.ts';

const PDF = 'bench/knowledge/handbook/delivery-and-tours.pdf';

let path: string;
let problems: string[];
let folder: DocumentFolder;

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'parley-documents-'));
  problems = [];
  folder = new DocumentFolder(path, (problem) => problems.push(problem.replaceAll(path, 'FOLDER')));
});

afterEach(() => rm(path, { recursive: true }));

const write = (file: string, content: string | Uint8Array) => writeFile(join(path, file), content);
const list = () => folder.passages.map(({ file, heading, page, text }) => ({ file, heading, page, text }));

describe('what is read', () => {
  test('Markdown, text, HTML and PDF, each under its headings, also in folders', async () => {
    await mkdir(join(path, 'more'));
    await write('a.md', '# Café\n\n## Hours\n\nWe open at *eight*.\n\n```sh\nrm -rf /\n```\n');
    await write('b.TXT', 'Just text');
    await write(
      'more/c.html',
      '<title>Page</title><nav>Home</nav><h2>Prices</h2><table><tr><th>Tea</th><td>2 &euro;</td></tr></table><script>x()</script>',
    );
    await copyFile(PDF, join(path, 'd.pdf'));
    expect(await folder.refresh()).toBe(true);
    expect(list().slice(0, 2)).toEqual([
      { file: 'a.md', heading: 'Hours', page: undefined, text: 'We open at eight.' },
      { file: 'b.TXT', heading: '', page: undefined, text: 'Just text.' },
    ]);
    expect(list()).toContainEqual({
      file: 'd.pdf',
      heading: 'Test rides',
      page: 1,
      text: 'Leave an identity card, and ride any model for an hour. Expensive ones, from 5,000 euros, are ridden with one of us beside you.',
    });
    expect(list()).toContainEqual(expect.objectContaining({ file: 'd.pdf', heading: 'Dogs', page: 2 }));
    expect(list().at(-1)).toEqual({
      file: 'more/c.html',
      heading: 'Prices',
      page: undefined,
      text: 'Tea, 2 €.',
    });
    expect(folder.passages.at(-1)?.title).toBe('Page, Prices');
    expect(problems).toEqual([]);
  });

  test('plain text is no Markdown, and neither is the text of a page', async () => {
    await write(
      'hours.txt',
      'Opening\nhours:\n\n    Monday\t8 to 6\n    Tuesday     9 to 6\n\n- <Ring> the bell\n  at #3\n- Wait.\n',
    );
    await write(
      'page.html',
      '<h1>Bakery</h1><h2>Hours &amp; more</h2><pre>    Monday   8 to 6\n    Sunday   closed</pre><ul><li>a &lt;b&gt; c</li><li>d</li></ul><blockquote><p>Fine bread</p></blockquote><ol><li>Knock</li></ol>',
    );
    await folder.refresh();
    expect(list().map(({ heading, text }) => [heading, text])).toEqual([
      ['', 'Opening hours: Monday, 8 to 6. Tuesday, 9 to 6. <Ring> the bell at #3. Wait.'],
      ['Hours & more', 'Monday, 8 to 6. Sunday, closed. a <b> c. d. Fine bread. 1. Knock.'],
    ]);
    expect(folder.passages.at(-1)?.title).toBe('Bakery, Hours & more');
  });

  test('a long section is cut between sentences', async () => {
    await write(
      'long.md',
      Array.from({ length: 60 }, (_, i) => `Sentence number ${i} is about tea.`).join(' '),
    );
    await folder.refresh();
    expect(folder.passages.length).toBe(4);
    for (const { text } of folder.passages) {
      expect(text.length).toBeLessThanOrEqual(600);
      expect(text).toMatch(/^Sentence .*\.$/);
    }
  });

  test('an edited, an added and a removed file', async () => {
    await write('a.md', 'One.');
    await write('b.md', 'Two.');
    await folder.refresh();
    expect(await folder.refresh()).toBe(false);
    await write('a.md', 'Changed.');
    await rm(join(path, 'b.md'));
    await write('c.md', 'Three.');
    expect(await folder.refresh()).toBe(true);
    expect(list().map(({ text }) => text)).toEqual(['Changed.', 'Three.']);
    await rm(join(path, 'c.md'));
    expect(await folder.refresh()).toBe(true);
    expect(list().map(({ text }) => text)).toEqual(['Changed.']);
  });
});

describe('what cannot be read is told in one line, and the rest is read', () => {
  test.each<[what: string, file: string, make: () => Promise<unknown>, problem: RegExp]>([
    [
      'a PDF of 200 MB',
      'huge.pdf',
      async () => {
        await write('huge.pdf', '%PDF-1.7\n');
        await truncate(join(path, 'huge.pdf'), 200 * 1024 * 1024);
      },
      /^FOLDER\/huge\.pdf is too large: 200 MB, at most 20 MB; split it, or take it away\. It is not searched\.$/,
    ],
    [
      'a broken PDF',
      'broken.pdf',
      () => write('broken.pdf', '%PDF-1.7\nnothing else'),
      /^FOLDER\/broken\.pdf is no PDF that can be read \(.+\); save it again\. It is not searched\.$/,
    ],
    [
      'a PDF that stops in the middle',
      'cut.pdf',
      async () => {
        await copyFile(PDF, join(path, 'cut.pdf'));
        await truncate(join(path, 'cut.pdf'), 9000);
      },
      /^FOLDER\/cut\.pdf (is no PDF that can be read \(.+\)|holds no text).*It is not searched\.$/,
    ],
    [
      'a binary named .md',
      'binary.md',
      () => write('binary.md', new Uint8Array([0x23, 0x20, 0x41, 0x0a, 0x0a, 0x7f, 0x45, 0x00, 0x01])),
      /^FOLDER\/binary\.md is no text at line 3; expected UTF-8: save it as that, or take it away\. It is not searched\.$/,
    ],
    [
      'text that is not UTF-8',
      'latin.txt',
      () => write('latin.txt', Buffer.from('Öffnungszeiten\n', 'latin1')),
      /^FOLDER\/latin\.txt is no text at line 1; expected UTF-8/,
    ],
    [
      'a link that leads nowhere',
      'link.md',
      () => symlink(join(path, 'none'), join(path, 'link.md')),
      /^FOLDER\/link\.md cannot be read: no such file or directory\. It is not searched\.$/,
    ],
    [
      'a kind that is not known',
      'table.xlsx',
      () => write('table.xlsx', 'PK'),
      /^FOLDER: not searched, for want of \.md, \.txt, \.html, \.htm, \.pdf: table\.xlsx$/,
    ],
  ])('%s', async (_, file, make, problem) => {
    await make();
    await write('good.md', 'Good.');
    await folder.refresh();
    await folder.refresh();
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(list().map(({ text }) => text)).toEqual(['Good.']);
    await rm(join(path, file));
  });

  test('a file that is changed while it is read is told of, and read again', async () => {
    await write('live.md', 'First.');
    let edits = 0;
    folder = new DocumentFolder(
      path,
      (problem) => problems.push(problem.replaceAll(path, 'FOLDER')),
      (file) => {
        // Before its bytes are read, and after its state was noted.
        if (edits++ === 0) void appendFile(file, ' Second.');
        return undefined;
      },
    );
    await folder.refresh();
    expect(problems).toEqual(['FOLDER/live.md was changed while it was read; it is read again']);
    expect(await folder.refresh()).toBe(true);
    expect(list().map(({ text }) => text)).toEqual(['First. Second.']);
  });

  test('a folder that is gone leaves what was read', async () => {
    await write('a.md', 'One.');
    await folder.refresh();
    await rm(path, { recursive: true });
    await expect(folder.refresh()).rejects.toThrow(/ENOENT/);
    expect(folder.passages).toHaveLength(1);
    await mkdir(path);
  });
});
