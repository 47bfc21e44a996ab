import { expect, test } from 'vitest';
import type { Tool, ToolRun } from '../tool.ts';
import { createEndCall } from './end-call.ts';
import { createGetTime } from './get-time.ts';
import { createSendToPage } from './send-to-page.ts';
import type { PageNote } from './send-to-page.ts';
import { createTransferCall } from './transfer-call.ts';

const run: ToolRun = { signal: new AbortController().signal, report: () => undefined, idempotencyKey: 'key' };
const question = () => 'May I?';
const use = (tool: Tool, args = {}) => Promise.resolve(tool.run(args, run));

test('the time is that of the place which was asked for', async () => {
  const tool = createGetTime(() => new Date('2026-11-21T12:00:00Z'));
  expect(await use(tool, { timeZone: 'Asia/Tokyo' })).toMatch(
    /^Saturday,? 21 November 2026 at 21:00 .Asia.Tokyo.$/,
  );
  expect(tool.check({ timeZone: 'Tokyo' })).toMatch('expected the name of a time zone');
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'menu'])(
  '%s is no link',
  (url) => {
    expect(createSendToPage(() => undefined, question).check({ text: 'Menu', url })).toMatch('url');
  },
);

test.each(['https://example.com/menu', 'mailto:ada@example.com', 'tel:+4930123456'])(
  '%s is sent',
  async (url) => {
    const notes: PageNote[] = [];
    const tool = createSendToPage((note) => notes.push(note), question);
    expect(tool.check({ text: 'Menu', url })).toBeUndefined();
    await use(tool, { text: 'Menu', url });
    expect(notes).toEqual([{ text: 'Menu', url }]);
    expect(await use(createSendToPage(undefined, question), { text: 'Menu', url })).toMatch('has no screen');
  },
);

test('a phone call is transferred, a page is shown the number, and nobody is invented', async () => {
  const transferred: string[] = [];
  const shown: string[] = [];
  const create = (to: string | undefined, isPhone: boolean) =>
    createTransferCall(
      {
        to,
        isPhone,
        waitForIdle: () => Promise.resolve(),
        transfer: (target) => Promise.resolve(void transferred.push(target)),
        show: (link) => shown.push(link),
      },
      question,
    );
  expect(await use(create('tel:+4930123456', true))).toBeUndefined();
  expect(transferred).toEqual(['tel:+4930123456']);
  expect(await use(create('tel:+4930123456', false))).toMatch('on their screen');
  expect(shown).toEqual(['tel:+4930123456']);
  expect(await use(create(undefined, true))).toMatch('nobody');
  expect(transferred).toHaveLength(1);
});

test('a caller who speaks over the goodbye gets one answer, and none for the tool', async () => {
  expect(await use(createEndCall(() => Promise.resolve(false), question))).toBeUndefined();
});

test('a caller who does not want it any more while words are still being said is not transferred', async () => {
  const transferred: string[] = [];
  const controller = new AbortController();
  const tool = createTransferCall(
    {
      to: 'tel:+4930123456',
      isPhone: true,
      waitForIdle: () => {
        controller.abort();
        return Promise.resolve();
      },
      transfer: (target) => Promise.resolve(void transferred.push(target)),
      show: () => undefined,
    },
    question,
  );
  await expect(tool.run({}, { ...run, signal: controller.signal })).rejects.toThrow('aborted');
  expect(transferred).toEqual([]);
});
