import { describe, expect, test } from 'vitest';
import { isBackchannel, isStopCommand } from './backchannel.ts';

describe('listening sounds and phrases claim no turn', () => {
  test.each([
    ['en', 'Mm-hmm.'],
    ['en', 'Mm-hm'],
    ['en', 'Mmhmm'],
    ['en', 'Mhm.'],
    ['en', 'Uh huh'],
    ['en', 'Uh-huh, uh-huh.'],
    ['en', 'Yeah, yeah.'],
    ['en', 'Oh, nice.'],
    ['en', 'Okay... right, I see.'],
    ['en-GB', 'That makes sense.'],
    ['de', 'Ja, genau.'],
    ['de', 'Ach so!'],
    ['es', 'Sí, claro.'],
    ['fr', 'D’accord, oui.'],
    ['it', 'Va bene, sì'],
    ['pt-BR', 'Tá bom.'],
    ['hi', 'जी हाँ, ठीक है।'],
    ['ja', 'はい、そうですね。'],
    ['ja', 'うんうん'],
    ['zh', '嗯嗯，好的。'],
    ['sv', 'Okay, mm.'],
  ])('%s: %s', (language, text) => {
    expect(isBackchannel(text, language)).toBe(true);
    expect(isStopCommand(text, language)).toBe(false);
  });
});

describe('words claim the turn', () => {
  test.each([
    ['en', ''],
    ['en', '...'],
    ['en', 'No, that is not what I meant.'],
    ['en', 'Yeah, but what about tomorrow?'],
    ['en', 'Right turn'],
    ['en', 'Um'],
    ['de', 'Ja, aber morgen nicht.'],
    ['ja', 'はい、でも明日は'],
    ['zh', '好的，但是'],
    ['en', 'yeah '.repeat(40)],
  ])('%s: %s', (language, text) => {
    expect(isBackchannel(text, language)).toBe(false);
  });
});

describe('a stop is obeyed', () => {
  test.each([
    ['en', 'Stop.'],
    ['en', 'Wait, stop.'],
    ['en', 'Stop, please.'],
    ['en', 'Hold on a second.'],
    ['en', 'Okay, stop now, please.'],
    ['en', 'Be quiet!'],
    ['en', 'Cancel that.'],
    ['de', 'Moment mal, bitte.'],
    ['de', 'Halt!'],
    ['es', 'Para, por favor.'],
    ['fr', 'Arrêtez, s’il vous plaît.'],
    ['fr', 'Tais-toi.'],
    ['it', 'Basta, grazie.'],
    ['pt', 'Espera um minuto.'],
    ['hi', 'रुकिए।'],
    ['ja', 'ちょっと待ってください。'],
    ['zh', '等一下！'],
    ['es', 'No, pare.'],
    ['zh', '不，停！'],
  ])('%s: %s', (language, text) => {
    expect(isStopCommand(text, language)).toBe(true);
    expect(isBackchannel(text, language)).toBe(false);
  });

  test.each([
    ['en', 'Where is the next bus stop?'],
    ['en', 'Please.'],
    ['en', 'No.'],
    ['en', ''],
    ['es', 'Es para mi madre.'],
    ['es', 'No pare.'],
    ['pt', 'Não pare.'],
    ['zh', '不停'],
    ['es', 'No.'],
  ])('other words are none: %s: %s', (language, text) => expect(isStopCommand(text, language)).toBe(false));
});
