import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { pickByTag } from './pick-by-tag.ts';

/** Each language by its tag; English comes first and stands in for the others. */
export const languages = { en, de, es, fr, ja };

/**
 * The first language of the reader that the page speaks, English when it speaks none of them.
 *
 * @param wanted - BCP 47 tags such as `de-AT`, the most wanted first
 */
export function pickLanguage(wanted: readonly string[]): typeof en {
  return pickByTag(languages, wanted);
}
