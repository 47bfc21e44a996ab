/** Paces from slow to fast, 1 being the assistant's own. */
const PACES = [0.65, 0.8, 1, 1.2, 1.4];

/** The next slower or faster pace; the same where there is none. */
export function changePace(pace: number, direction: 'slower' | 'faster'): number {
  const next = PACES[PACES.indexOf(pace) + (direction === 'slower' ? -1 : 1)];
  return next ?? pace;
}
