import { describe, expect, test } from 'vitest';
import type { Pause } from './pause.ts';
import { FRAME_MS } from './speech-detection.ts';
import { TurnTaking } from './turn-taking.ts';
import type { TurnTakingOptions } from './turn-taking.ts';

const FIXED_DELAY_MS = 320;

/** A call on paper: what the microphone sends, and the decisions with the time at which they fell. */
class Timeline {
  readonly decisions: string[] = [];
  agentBusy = false;
  /** Whether the first sound of a prepared answer is there by the next frame. */
  preparesAtOnce = true;
  /** How often a turn was committed in a frame in which the caller could be heard. */
  committedOverSpeech = 0;
  /** Pauses that the end-of-turn model was asked about. */
  readonly judged: Pause[] = [];
  #preparing = false;
  #speaking = false;
  readonly #turnTaking: TurnTaking;
  #frames = 0;

  constructor(options: Partial<TurnTakingOptions> = {}) {
    const note = (decision: string) => () => this.decisions.push(decision);
    this.#turnTaking = new TurnTaking(
      { language: 'en', preset: 'balanced', speculation: true, fixedDelayMs: FIXED_DELAY_MS, ...options },
      {
        hypothesize: note('ask'),
        judgeBySound: (pause) => {
          this.decisions.push('judge');
          this.judged.push(pause);
        },
        abandonHypothesis: note('abandon'),
        startTurn: note('start'),
        speculate: (text) => {
          this.decisions.push(`speculate ${text}`);
          this.#preparing = true;
        },
        cancelSpeculation: note('cancel'),
        commit: ({ text, silenceMs }) => {
          this.decisions.push(`commit ${text} after ${silenceMs}`);
          if (this.#speaking) this.committedOverSpeech++;
        },
        dropTurn: note('drop'),
        askAgain: note('ask again'),
        pauseAgent: note('pause agent'),
        resumeAgent: note('resume agent'),
        interruptAgent: note('interrupt agent'),
      },
    );
  }

  speak(ms: number): this {
    return this.#hear(ms, 8000, 0.95);
  }

  silence(ms: number): this {
    return this.#hear(ms, 10, 0.02);
  }

  understand(text: string, endOfTurn?: number): this {
    this.#turnTaking.understand({ text, endOfTurn });
    return this;
  }

  overhear(text: string): this {
    this.#turnTaking.overhear(text);
    return this;
  }

  /** The end-of-turn model answers its last question, or an earlier one. */
  listen(v1Mini: number, pause = this.judged.at(-1)): this {
    if (!pause) throw new Error('the end-of-turn model was not asked');
    this.#turnTaking.listen(pause, v1Mini);
    return this;
  }

  prepare(): this {
    this.#preparing = false;
    this.#turnTaking.replyReady();
    return this;
  }

  fail(): this {
    this.#turnTaking.giveUp();
    return this;
  }

  #hear(ms: number, level: number, probability: number): this {
    for (let frame = 0; frame < Math.round(ms / FRAME_MS); frame++) {
      const samples = new Int16Array(512).map((_, i) => ((this.#frames + i) % 2 ? level : -level));
      this.#frames++;
      this.#speaking = probability > 0.5;
      if (this.#preparing && this.preparesAtOnce) this.prepare();
      this.#turnTaking.hear({ samples, probability }, this.agentBusy);
    }
    return this;
  }
}

const without = (decisions: string[], ...others: string[]) =>
  decisions.filter((decision) => !others.includes(decision));

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

test('an opinion of a pause that is over does not count for the next one', () => {
  const waitFor = (hear: (call: Timeline) => Timeline) => {
    const call = new Timeline({ fixedDelayMs: undefined });
    call.speak(1000).silence(96).understand('I ordered').speak(600).silence(96);
    const commit = hear(call).understand('I ordered the blue one.').silence(4000).decisions.at(-1) ?? '';
    return Number(/after (\d+)/.exec(commit)?.[1]);
  };
  const without = waitFor((call) => call);
  expect(waitFor((call) => call.listen(0.02, call.judged[0]))).toBe(without);
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

describe('over the agent', () => {
  const speakOver = () => {
    const call = new Timeline();
    call.agentBusy = true;
    return call.silence(100).speak(64);
  };

  test('any sound pauses it at once', () => {
    expect(speakOver().decisions).toEqual(['pause agent', 'start']);
  });

  test('a backchannel lets it go on', () => {
    const call = speakOver().speak(200).silence(96).understand('Mm-hmm.').silence(1000);
    expect(call.decisions).toEqual(['pause agent', 'start', 'ask', 'drop', 'resume agent']);
  });

  test('noise lets it go on', () => {
    const call = speakOver().silence(96).understand('').silence(1000);
    expect(call.decisions.at(-1)).toBe('resume agent');
  });

  test('it goes on when the STT server is gone', () => {
    const call = speakOver().silence(96).fail().silence(1000);
    expect(call.decisions.at(-1)).toBe('resume agent');
  });

  test('words stop it before the caller has finished, and are a turn', () => {
    const call = speakOver().speak(320).understand('No I meant').speak(640);
    expect(without(call.decisions, 'ask')).toEqual(['pause agent', 'start', 'interrupt agent']);
    call.agentBusy = false;
    call.silence(96).understand('No, I meant tomorrow.').silence(400);
    expect(call.decisions.at(-1)).toMatch(/^commit No, I meant tomorrow\./);
  });

  test('a backchannel that goes on is judged by what follows', () => {
    const call = speakOver().speak(320).understand('Yeah').speak(640);
    expect(call.decisions).not.toContain('interrupt agent');
    call.understand('Yeah but what about parking');
    expect(call.decisions.at(-1)).toBe('interrupt agent');
  });

  test('a caller who is cut off is waited for longer the next time', () => {
    const unsure = 'I ordered the blue one.';
    const measureWait = (cutOffs: number) => {
      const call = new Timeline({ fixedDelayMs: undefined });
      for (let i = 0; i < cutOffs; i++) {
        call.speak(1000).silence(96).understand('What are your opening hours?', 0.99).silence(1400);
        call.agentBusy = true;
        call.speak(320).understand('No I meant').speak(320);
        call.agentBusy = false;
        call.silence(96).understand('No, I meant tomorrow.', 0.99).silence(3000);
      }
      const commit = call.speak(1000).silence(96).understand(unsure).silence(3000).decisions.at(-1) ?? '';
      return Number(/after (\d+)/.exec(commit)?.[1]);
    };
    expect(measureWait(3)).toBeGreaterThan(measureWait(0));
  });

  test('"stop" stops it and wants no answer', () => {
    const call = speakOver().speak(256).understand('Stop.');
    expect(call.decisions.slice(-2)).toEqual(['interrupt agent', 'drop']);
    expect(call.silence(2000).decisions.at(-1)).toBe('drop');
  });

  test.each([
    ['while the caller still speaks', (call: Timeline) => call.overhear('Stop')],
    ['after a backchannel', (call: Timeline) => call.understand('Okay').speak(320).understand('Okay, stop.')],
    ['at a pause', (call: Timeline) => call.silence(96).understand('Please stop!')],
  ])('"stop" is obeyed %s', (_, say) => {
    expect(say(speakOver().speak(192)).decisions.slice(-2)).toEqual(['interrupt agent', 'drop']);
  });

  test('"stop" is obeyed before the answer can be heard', () => {
    const call = new Timeline().speak(1000).silence(96).understand('What time is it?').silence(400);
    call.agentBusy = true; // It thinks.
    call.speak(256).understand('Stop.');
    expect(call.decisions.slice(-2)).toEqual(['interrupt agent', 'drop']);
  });

  test('after an interruption answers are prepared as ever', () => {
    const call = speakOver().speak(320).understand('No I meant').speak(320);
    call.agentBusy = false;
    for (const text of ['No, I meant', 'No, I meant tomorrow', 'No, I meant tomorrow at nine.', 'All right?'])
      call.silence(96).understand(text).speak(600);
    expect(call.decisions.filter((decision) => decision.startsWith('speculate'))).toHaveLength(4);
  });

  test('speech that nobody understands in time stops it', () => {
    expect(speakOver().speak(1600).decisions).toContain('interrupt agent');
  });

  test('nothing is prepared while it is unclear whether anything was said', () => {
    const call = speakOver().speak(200).silence(96).understand('Okay.');
    expect(call.decisions.some((decision) => decision.startsWith('speculate'))).toBe(false);
  });
});
