import { describe, expect, test } from 'vitest';
import { Timeline, without } from './testing.ts';

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

  test.each(['Yes.', 'Okay.', 'Yeah, sure.'])('"%s" over the end of a question is the answer', (words) => {
    const call = new Timeline({ isQuestionHeard: () => true });
    call.agentBusy = true;
    call.silence(100).speak(264).silence(96).understand(words);
    expect(call.decisions.at(-1)).not.toBe('resume agent');
    expect(call.decisions).toContain('interrupt agent');
    call.agentBusy = false;
    expect(call.silence(1500).decisions.at(-1)).toMatch(/^commit /);
  });

  test('"mm-hmm" over the end of a question lets it go on', () => {
    const call = new Timeline({ isQuestionHeard: () => true });
    call.agentBusy = true;
    call.silence(100).speak(264).silence(96).understand('Mm-hmm.');
    expect(call.decisions.at(-1)).toBe('resume agent');
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
    expect(call.decisions.slice(-2)).toEqual(['interrupt agent', 'drop Stop.']);
    expect(call.silence(2000).decisions.at(-1)).toBe('drop Stop.');
  });

  test.each([
    ['Stop', 'while the caller still speaks', (call: Timeline) => call.overhear('Stop')],
    [
      'Okay, stop.',
      'after a backchannel',
      (call: Timeline) => call.understand('Okay').speak(320).understand('Okay, stop.'),
    ],
    ['Please stop!', 'at a pause', (call: Timeline) => call.silence(96).understand('Please stop!')],
  ])('"%s" is obeyed %s', (words, _, say) => {
    expect(say(speakOver().speak(192)).decisions.slice(-2)).toEqual(['interrupt agent', `drop ${words}`]);
  });

  test('"stop" is obeyed before the answer can be heard', () => {
    const call = new Timeline().speak(1000).silence(96).understand('What time is it?').silence(400);
    call.agentBusy = true; // It thinks.
    call.speak(256).understand('Never mind.');
    expect(call.decisions.slice(-2)).toEqual(['interrupt agent', 'drop Never mind.']);
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
