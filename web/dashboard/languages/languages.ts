import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';

/** Each language by its tag, as in web/languages; apart from those, so that callers do not load what operators read. */
export const dashboardLanguages = { en, de, es, fr, ja };
