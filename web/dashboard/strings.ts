import { pickByTag } from '../languages/pick-by-tag.ts';
import { dashboardLanguages } from './languages/languages.ts';

/** Every sentence of the dashboard, in the language of the browser as it was when the page was loaded. */
export const strings = pickByTag(dashboardLanguages, navigator.languages);
