import type { ToolJob } from './tool-job.ts';

/**
 * What the language model is told of a use of a tool whose result it does not have.
 *
 * @param foreseen - what the caller's last words bring about, which are answered before they count.
 */
export function describeStatus(job: ToolJob, foreseen?: 'allowed' | 'cancelled'): string {
  const { name } = job.tool;
  if (foreseen === 'allowed')
    return `The caller has just given permission: ${name} runs now, and its result will come by itself. Acknowledge it in a word or two.`;
  if (foreseen === 'cancelled') return `${name} was cancelled just now. There is no result.`;
  if (job.state === 'asking')
    return `${name} has not run. The caller was asked for permission and has not answered yet. It runs by itself when they say yes; do not call it again.`;
  if (job.state === 'running') {
    const seconds = Math.round(job.elapsedMs / 1000);
    return `${name} is still running, for ${seconds} seconds now${describeProgress(job)}. Its result will come by itself: do not call it again, and do not guess what it will be. The caller may go on talking, and may cancel it.`;
  }
  if (job.state === 'cancelled')
    return `${name} was cancelled, as the caller did not want it any more. There is no result.`;
  if (job.state === 'declined')
    return `${name} has not run: the caller was asked for permission and did not say yes.`;
  return `${name} is over. Its result will be told in a moment.`;
}

function describeProgress({ progress }: ToolJob): string {
  if (progress === undefined) return '';
  return typeof progress === 'number'
    ? `, ${Math.round(progress * 100)} percent done`
    : `; it says of itself: “${progress}”`;
}
