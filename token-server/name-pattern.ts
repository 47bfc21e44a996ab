const PATTERN = /^[\w.*-]{1,128}$/;

/** Names that clients may choose: `support-*` fits support-7, but nothing with a slash, a space or a line break. */
export class NamePattern {
  readonly #expression: RegExp;

  /** @param pattern - letters, digits and `._-`, and `*` for any number of these */
  constructor(pattern: string) {
    const literals = pattern.split('*').map((part) => part.replaceAll('.', '\\.'));
    this.#expression = new RegExp(`^(?=.{1,128}$)${literals.join('[\\w.-]*')}$`);
  }

  static isPattern(text: string): boolean {
    return PATTERN.test(text);
  }

  fits(name: string): boolean {
    return this.#expression.test(name);
  }
}
