import { pickLanguage } from './languages/languages.ts';

/** Every sentence of the page, in the language of the browser as it was when the page was loaded. */
export const strings = pickLanguage(navigator.languages);
