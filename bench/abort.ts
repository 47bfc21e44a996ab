/** Rejects when a run is stopped: nobody waits for the end of a turn then. */
export function rejectOnAbort(signal: AbortSignal): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  stopped.catch(() => undefined); // It may come when nothing waits any more.
  return stopped;
}
