import { expect, test } from 'vitest';
import { describeUse } from './spoken-use.ts';

test.each([
  ['get_time', {}, 'get time'],
  ['write_file', { content: 'x'.repeat(500), path: 'notes/tea.txt' }, 'write file, path notes/tea.txt'],
  [
    'payPerson',
    { amount: 90, to: 'bob@example.com', note: 'rent\nfor May', when: 'now', urgent: false },
    'pay person, to bob@example.com, amount 90, note rent for May',
  ],
  ['delete', { ids: [3, 4], where: { kind: 'old' }, force: true }, 'delete, ids 3 4, where old, force true'],
  [
    'read',
    { path: '/srv/documents/of/the/shop/that/is/not/there/any/more/secret.txt' },
    'read, path /srv/documents/of/t … any/more/secret.txt',
  ],
])('%s %j is said as “%s”', (name, args, said) => expect(describeUse(name, args)).toBe(said));
