import { de } from './de.ts';
import { en } from './en.ts';
import type { Sentences } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { hi } from './hi.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { pt } from './pt.ts';
import { zh } from './zh.ts';

const languages: Record<string, Sentences> = { de, en, es, fr, hi, it, ja, pt, zh };

/** The sentences of a language (ISO 639-1), with what an assistant says differently; English where we have no others. */
export function getSentences(language: string, own: Partial<Sentences> = {}): Sentences {
  const given = Object.fromEntries(Object.entries(own).filter(([, sentence]) => sentence));
  return { ...(languages[language] ?? en), ...given };
}
