import { useEffect, useState } from 'react';

import { createAuthorization, refuseCredential, useCredential } from '../call/credential.ts';
import { type OperatorData, OperatorDataError, type Problem, fetchOperatorData } from './operator-data.ts';

const INTERVAL_MS = 5000;

/** A part that hangs is given up after 1.5 s; a server that takes longer than this hangs itself. */
const TIMEOUT_MS = 10_000;

/** The newest data, and why there is none newer. */
export interface OperatorDataState {
  data?: OperatorData;
  problem?: Problem;
}

/** Asks the token server every few seconds while somebody can see the page, and at once for a new credential. */
export function useOperatorData(): OperatorDataState {
  const [state, setState] = useState<OperatorDataState>({});
  const credential = useCredential();
  useEffect(() => {
    if (credential === 'refused') return;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      clearTimeout(timer);
      const next = await ask(controller.signal);
      if (controller.signal.aborted) return;
      setState((last) => ({ ...last, problem: undefined, ...next }));
      if (next.problem && isRefusal(next.problem)) refuseIfSent();
      else if (!document.hidden) timer = setTimeout(() => void look(), INTERVAL_MS);
    };
    const lookAgain = () => {
      if (!document.hidden) void look();
    };
    document.addEventListener('visibilitychange', lookAgain);
    void look();
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', lookAgain);
    };
  }, [credential]);
  return state;
}

async function ask(signal: AbortSignal): Promise<OperatorDataState> {
  try {
    const soon = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    return { data: await fetchOperatorData(createAuthorization(), soon) };
  } catch (error) {
    return { problem: error instanceof OperatorDataError ? error.problem : 'unreadable' };
  }
}

/** Whether another credential is what helps. */
export function isRefusal(problem: Problem): boolean {
  return problem === 'unauthorized' || problem === 'forbidden';
}

/** Where no credential was sent, none was refused. */
function refuseIfSent(): void {
  if ('Authorization' in createAuthorization()) refuseCredential();
}
