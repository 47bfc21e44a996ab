/**
 * The first language of the reader that there is, English when there is none.
 *
 * @param languages - by their tags, such as `de`
 * @param wanted - BCP 47 tags such as `de-AT`, the most wanted first
 */
export function pickByTag<T>(
  languages: Readonly<Record<string, T> & { en: T }>,
  wanted: readonly string[],
): T {
  for (const tag of wanted) {
    const known = Object.entries(languages).find(([own]) => own === tag.toLowerCase().split('-')[0]);
    if (known) return known[1];
  }
  return languages.en;
}
