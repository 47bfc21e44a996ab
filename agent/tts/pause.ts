/** Silence that a mark calls for at a voice's own pace, in ms. The servers' own joints use the same (models/tts/clauses.py). */
const PAUSES: readonly [RegExp, number][] = [
  [/\n\s*$/, 500],
  [/…["'”’»)\]」』】]*\s*$/u, 400],
  [/[.!?。！？｡।؟]["'”’»)\]」』】]*\s*$/u, 300],
  [/[;:—–；：؛]["'”’»)\]」』】]*\s*$/u, 200],
  [/[,、，،]["'”’»)\]」』】]*\s*$/u, 120],
];

/** How long a speaker is silent after `text`, which ends where a segment ends. 0 inside a clause. */
export function getPauseMs(text: string, speed: number): number {
  return (PAUSES.find(([mark]) => mark.test(text))?.[1] ?? 0) / speed;
}
