import { expect, test } from 'vitest';
import { readStackConfig } from './config.ts';
import { chooseConfiguredLlm } from './start.ts';

test('with a file of the user no server is looked for, and a name for one is no obstacle', async () => {
  const config = readStackConfig({ LLM_GGUF: 'mine.gguf', LLM_MODEL: 'mine', LLM_PORT: '8899' });
  expect(await chooseConfiguredLlm(config)).toMatchObject({
    kind: 'offline',
    baseUrl: 'http://127.0.0.1:8899/v1',
  });
});
