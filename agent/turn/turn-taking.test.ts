import { describe, expect, test } from 'vitest';
import { FRAME_MS } from './speech-detection.ts';
import { FIXED_DELAY_MS, Timeline, without } from './testing.ts';

test('an answer is prepared at the pause and given when the turn is over', () => {
  const call = new Timeline()
    .silence(500)
    .speak(1000)
    .silence(96)
    .understand('What time is it?')
    .silence(400);
  expect(without(call.decisions, 'judge')).toEqual([
    'start',
    'ask',
    'speculate What time is it?',
    'commit What time is it? after 320',
  ]);
});

test('speech that goes on makes the prepared answer stale, and the new words get another', () => {
  const call = new Timeline().speak(1000).silence(192).understand('I want').speak(800);
  expect(without(call.decisions, 'judge')).toEqual(['start', 'ask', 'speculate I want', 'abandon', 'cancel']);
  call.silence(96).understand('I want a table.').silence(320);
  expect(without(call.decisions, 'judge').slice(-2)).toEqual([
    'speculate I want a table.',
    'commit I want a table. after 320',
  ]);
});

test('an answer that still fits is not prepared again', () => {
  const call = new Timeline().speak(1000).overhear('What time is it?').speak(160).silence(96);
  call.understand('what time is it').silence(320);
  expect(call.decisions.filter((decision) => decision.startsWith('speculate'))).toEqual([
    'speculate What time is it?',
  ]);
  expect(call.decisions.at(-1)).toBe('commit what time is it after 320');
});

describe('while the answer is being prepared', () => {
  const decideEarly = () => {
    const call = new Timeline();
    call.preparesAtOnce = false;
    return call.speak(1000).silence(96).understand('What time is it?').silence(600);
  };
  const commits = (call: Timeline) => call.decisions.filter((decision) => decision.startsWith('commit'));

  test('the caller may still go on, although the turn seemed over', () => {
    expect(commits(decideEarly().speak(500))).toEqual([]);
  });

  test('the turn ends as soon as its first sound is there', () => {
    expect(commits(decideEarly().prepare())).toEqual(['commit What time is it? after 704']);
  });

  test('the turn does not wait for ever', () => {
    expect(commits(decideEarly().silence(1000))).toEqual(['commit What time is it? after 1344']);
  });
});

test('a turn never ends while the caller can be heard, whatever the models say and when', () => {
  let seed = 1;
  const pick = (count: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % count;
  };
  const call = new Timeline({ fixedDelayMs: undefined, preset: 'eager' });
  call.preparesAtOnce = false;
  for (let step = 0; step < 5000; step++) {
    const happens = [
      () => call.speak(FRAME_MS * (1 + pick(30))),
      () => call.silence(FRAME_MS * (1 + pick(30))),
      () => call.understand(['', 'What time is it?', 'I want'][pick(3)] ?? '', pick(100) / 100),
      () => call.overhear('What time is it?'),
      () => (call.judged.length > 0 ? call.listen(pick(100) / 100, call.judged.at(-1 - pick(2))) : call),
      () => call.prepare(),
      () => (call.agentBusy = !call.agentBusy),
    ];
    happens[pick(happens.length)]?.();
  }
  expect(call.decisions.filter((decision) => decision.startsWith('commit')).length).toBeGreaterThan(20);
  expect(call.committedOverSpeech).toBe(0);
});

test('speech that begins just before the turn would have ended holds it back', () => {
  const call = new Timeline()
    .speak(1000)
    .silence(96)
    .understand('I want')
    .silence(FIXED_DELAY_MS - 128);
  call.speak(32).prepare().understand('I want');
  expect(without(call.decisions, 'judge').at(-1)).toBe('speculate I want');
  call.speak(500).silence(96).understand('I want a table.').silence(FIXED_DELAY_MS);
  expect(call.decisions.filter((decision) => decision.startsWith('commit'))).toEqual([
    'commit I want a table. after 320',
  ]);
});

test('in a turn of ten minutes every pause gets a new answer, and only the last is given', () => {
  const call = new Timeline();
  const sentences = 120;
  for (let said = 1; said <= sentences; said++)
    call.speak(4800).silence(200).understand(`Sentence ${said}.`).speak(FRAME_MS);
  call.speak(1000).silence(96).understand('That was all.').silence(400);
  const count = (start: string) => call.decisions.filter((decision) => decision.startsWith(start)).length;
  expect([count('speculate'), count('cancel'), count('commit')]).toEqual([sentences + 1, sentences, 1]);
  expect(call.decisions.at(-1)).toBe('commit That was all. after 320');
});

test('an unfinished sentence that is overheard is not worth an answer', () => {
  const call = new Timeline().speak(600).overhear('I would like to book a table for').speak(300);
  expect(call.decisions).toEqual(['start']);
});

test('without speculation nothing is prepared', () => {
  const call = new Timeline({ speculation: false }).speak(1000).overhear('What time is it?').silence(96);
  call.understand('What time is it?').silence(320);
  expect(without(call.decisions, 'judge')).toEqual(['start', 'ask', 'commit What time is it? after 320']);
});

test('the same pause lasts longer after words that promise more', () => {
  const waitFor = (text: string, endOfTurn: number) => {
    const call = new Timeline({ fixedDelayMs: undefined })
      .speak(1500)
      .silence(96)
      .understand(text, endOfTurn);
    const commit = call.silence(4000).decisions.at(-1) ?? '';
    return Number(/after (\d+)/.exec(commit)?.[1]);
  };
  const sure = waitFor('What are your opening hours?', 0.97);
  const unsure = waitFor('I would like to book a table for', 0.03);
  expect(sure).toBeLessThan(700);
  expect(unsure).toBeGreaterThan(sure + 500);
});

test('what the language model makes of the words moves the end of the turn, once for each pause', () => {
  const waitFor = (chance?: number) => {
    const call = new Timeline({ fixedDelayMs: undefined }).speak(1500).silence(96);
    call.understand('I would like to go to Berlin');
    if (chance !== undefined) call.read(chance);
    const commit = call.silence(4000).decisions.at(-1) ?? '';
    expect(call.wordsJudged).toHaveLength(1);
    return Number(/after (\d+)/.exec(commit)?.[1]);
  };
  expect(waitFor(0.8)).toBeLessThan(waitFor());
  expect(waitFor(0.001)).toBeGreaterThan(waitFor());
});

test('the language model is not asked about words over the agent, nor about none', () => {
  const call = new Timeline();
  call.speak(600).silence(96).understand('');
  expect(call.wordsJudged).toEqual([]);
  const contested = new Timeline();
  contested.agentBusy = true;
  contested.silence(300).speak(300).silence(96).understand('mhm');
  expect(contested.wordsJudged).toEqual([]);
});

test('an opinion of a pause that is over does not count for the next one', () => {
  const waitFor = (hear: (call: Timeline) => Timeline) => {
    const call = new Timeline({ fixedDelayMs: undefined });
    call.speak(1000).silence(96).understand('I ordered').speak(600).silence(96);
    const commit = hear(call).understand('I ordered the blue one.').silence(4000).decisions.at(-1) ?? '';
    return Number(/after (\d+)/.exec(commit)?.[1]);
  };
  const without = waitFor((call) => call);
  expect(waitFor((call) => call.listen(0.02, call.judged[0]))).toBe(without);
  const readLate = (call: Timeline) => call.read(0.001, call.wordsJudged[0]);
  expect(waitFor(readLate)).toBe(without);
  expect(waitFor((call) => call.listen(0.02))).toBeGreaterThan(without);
});

test('a click neither begins a turn nor ends a pause', () => {
  const call = new Timeline().speak(32).silence(300);
  expect(call.decisions).toEqual([]);
  call.speak(800).silence(96).understand('Hello.').silence(128).speak(32).silence(300);
  expect(call.decisions).not.toContain('abandon');
  expect(call.decisions.at(-1)).toMatch(/^commit Hello\./);
});

test('noise that nobody can read is dropped without an answer', () => {
  const call = new Timeline().speak(200).silence(96).understand('').silence(1000);
  expect(without(call.decisions, 'judge')).toEqual(['start', 'ask', 'drop']);
});

test('words that could not be written down are asked for again', () => {
  const call = new Timeline().speak(1000).silence(96).fail().silence(1000);
  expect(without(call.decisions, 'judge')).toEqual(['start', 'ask', 'drop', 'ask again']);
});

test('a transcript that comes late still counts', () => {
  const call = new Timeline().speak(1000).silence(1500).understand('Where are you?').silence(32);
  expect(call.decisions.at(-1)).toMatch(/^commit Where are you\?/);
});

describe('words that are a guess', () => {
  const prepared = (call: Timeline) =>
    call.decisions.filter((decision) => /^(speculate|commit)/.test(decision));

  test('are answered by nobody: the caller is asked again', () => {
    const call = new Timeline().speak(1000).silence(96).guess('Thank you.').silence(1000);
    expect(prepared(call)).toEqual([]);
    expect(call.wordsJudged).toEqual([]);
    expect(call.decisions.slice(-2)).toEqual(['drop', 'ask again']);
  });

  test('take back what was prepared to better ones', () => {
    const call = new Timeline().speak(1000).silence(96).understand('I want').speak(200).silence(96);
    call.guess('I want you.').silence(1000);
    expect(call.decisions.slice(-3)).toEqual(['cancel', 'drop', 'ask again']);
  });

  test('that a cough was taken for are dropped in silence', () => {
    const call = new Timeline().speak(96).silence(96).guess('you').silence(1000);
    expect(call.decisions.at(-1)).toBe('drop');
  });

  test('do not interrupt the agent', () => {
    const call = new Timeline();
    call.agentBusy = true;
    call.speak(500).guess('you').silence(96).guess('you');
    expect(call.decisions.at(-1)).toBe('resume agent');
    expect(call.decisions).not.toContain('interrupt agent');
  });

  test('may become clear when the caller goes on', () => {
    const call = new Timeline().speak(500).silence(200).guess('Watt').speak(500).silence(96);
    call.understand('What time is it?').silence(400);
    expect(call.decisions.at(-1)).toBe('commit What time is it? after 320');
  });
});
