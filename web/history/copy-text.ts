import { strings } from '../strings.ts';

/** Puts a text on the clipboard, and tells in words how that went. */
export async function copyText(text: string): Promise<string> {
  const { copied, notCopied } = strings.history;
  return navigator.clipboard.writeText(text).then(
    () => copied,
    () => notCopied,
  );
}
