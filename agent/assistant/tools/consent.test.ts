import { expect, test } from 'vitest';
import { isCancellation, isConsent } from './consent.ts';

test.each([
  ['en', 'Yes.'],
  ['en', 'Yeah, sure, go ahead.'],
  ['en', 'Okay, please do.'],
  ['de', 'Ja, gerne.'],
  ['es', 'Sí, por favor.'],
  ['fr', 'Oui, allez-y.'],
  ['it', 'Va bene.'],
  ['pt', 'Sim, pode.'],
  ['hi', 'हाँ, ठीक है।'],
  ['ja', 'はい、お願いします。'],
  ['zh', '好的，可以。'],
])('%s: “%s” is a yes', (language, text) => expect(isConsent(text, language)).toBe(true));

test.each([
  ['en', 'No.'],
  ['en', 'Yes, but not now.'],
  ['en', 'Okay, wait.'],
  ['en', "I'm not sure."],
  ['en', 'What is the weather like?'],
  ['en', 'Yesterday I was in Ulm.'],
  ['en', 'Yes well I was going to ask you about the other thing that we talked about before'],
  ['en', ''],
  ['de', 'Ja, aber später.'],
  ['es', 'No, gracias.'],
  ['fr', 'Non, pas maintenant.'],
  ['ja', 'いいえ、結構です。'],
  ['ja', 'よくないです。'],
  ['zh', '不可以。'],
])('%s: “%s” is none', (language, text) => expect(isConsent(text, language)).toBe(false));

test.each([
  ['en', 'Never mind.'],
  ['en', 'Oh never mind, thanks.'],
  ['en', 'Please cancel that.'],
  ['de', 'Vergiss es.'],
  ['fr', 'Laissez tomber.'],
  ['ja', 'やっぱりいいです。'],
  ['zh', '算了。'],
])('%s: “%s” ends what is running', (language, text) => expect(isCancellation(text, language)).toBe(true));

test.each([
  ['en', 'Can you cancel my order for next week?'],
  ['en', 'How long will it take?'],
  ['en', 'I never mind waiting.'],
])('%s: “%s” does not', (language, text) => expect(isCancellation(text, language)).toBe(false));
