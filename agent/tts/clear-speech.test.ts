import { describe, expect, test } from 'vitest';
import { sayClearly } from './clear-speech.ts';

describe('what has to be understood to the letter', () => {
  test.each([
    ['en', 'Write to ada@example.com.', 'Write to ada at example dot com.'],
    ['en', 'ada_l.99@mail-1.example.org?', 'ada underscore l dot 9 9 at mail dash 1 dot example dot org?'],
    ['de', 'Schreiben Sie an ada@beispiel.de.', 'Schreiben Sie an ada ät beispiel Punkt de.'],
    ['fr', 'ada@exemple.fr', 'ada arobase exemple point fr'],
    ['ja', 'ada@example.jp', 'ada アットマーク example ドット jp'],
    ['en', 'Call 555-123-4567 today.', 'Call 5 5 5, 1 2 3, 4 5 6 7 today.'],
    ['en', 'Call (555) 123-4567.', 'Call 5 5 5, 1 2 3, 4 5 6 7.'],
    ['en', 'Call 555-0199.', 'Call 5 5 5, 0 1 9 9.'],
    ['en', '+44 20 7946 0958', 'plus 4 4, 2 0, 7 9 4 6, 0 9 5 8'],
    ['de', 'Rufen Sie 030 12345678 an.', 'Rufen Sie 0 3 0, 1 2 3, 4 5 6, 7 8 an.'],
    ['de', '0171/1234567', '0 1 7 1, 1 2 3, 4 5 6 7'],
    ['de', '+49 30 123456', 'Plus 4 9, 3 0, 1 2 3, 4 5 6'],
    ['en', 'Account 12345678, please.', 'Account 1 2 3, 4 5 6, 7 8, please.'],
    ['en', 'Your code is XK-4711.', 'Your code is X K, 4 7 1 1.'],
    ['en', 'Order B7F9Q2 has left.', 'Order B 7 F 9 Q 2 has left.'],
    ['de', 'Das Kennzeichen ist BXY1234.', 'Das Kennzeichen ist B X Y 1 2 3 4.'],
    ['en', 'That is S-M-I-T-H.', 'That is S, M, I, T, H.'],
    ['de', 'Mit Ö: J-Ö-R-G.', 'Mit Ö: J, Ö, R, G.'],
  ])('%s: %s', (language, written, said) => {
    expect(sayClearly(written, language)).toBe(said);
    expect(sayClearly(said, language)).toBe(said); // Whoever comes next finds nothing to do.
  });
});

describe('what only looks like it', () => {
  test.each([
    'It costs $1,234.50, or 1.234,50 €.',
    'On 2026-11-21 at 14:30, or 21.11.2026.',
    'From 1990-2000, pages 120-125.',
    'About 12000000 people.',
    'Pi is 3.14159265, and 0.00012345 is small.',
    'A 256GB disk, an MP3 player, COVID19, 5G, H2O, and the A4.',
    'Un total de 1 234 567 habitantes.',
    'Version 1.20.33.4567 is out.',
    'The X-Y-plot and T-shirts.',
    'Follow @parley, 24/7.',
  ])('%s', (text) => {
    expect(sayClearly(text, 'en')).toBe(text);
  });
});
