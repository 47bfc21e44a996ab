/** "pt" of "pt-BR". */
export function getBaseLanguage(language: string): string {
  return (language.split(/[-_]/)[0] ?? '').toLowerCase();
}

/** Whether a language is written without spaces between words. */
export function isUnspaced(language: string): boolean {
  return ['ja', 'zh'].includes(getBaseLanguage(language));
}
