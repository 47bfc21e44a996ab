/** Why a document, or a part of it, is not searched: what was wrong with which file, and what to do. */
export class DocumentProblem extends Error {
  override name = 'DocumentProblem';
}

/** A failure of the operating system in words, such as `permission denied`. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [, reason] = /^E[A-Z]+: ([^,]+),/.exec(error.message) ?? [];
  return reason ?? error.message;
}
