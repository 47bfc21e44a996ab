import { useEffect, useState } from 'react';

import { useCredential } from './credential.ts';

/** open: anyone may call (development mode) · granted: there is a credential to send · needed: there is none. */
export type Admission = 'unknown' | 'open' | 'granted' | 'needed' | 'refused';

/** Whether a visitor can call now, or is to bring a credential first. */
export function useAdmission(): Admission {
  const credential = useCredential();
  const [isRequired, setRequired] = useState<boolean>();
  useEffect(() => {
    const controller = new AbortController();
    fetch('/authentication', { signal: controller.signal })
      .then((response) => response.json())
      .then(({ required }: { required: boolean }) => {
        setRequired(required);
      })
      .catch(() => undefined); // Then the call itself says what is wrong.
    return () => {
      controller.abort();
    };
  }, []);
  if (credential === 'refused') return 'refused';
  if (isRequired === undefined) return 'unknown';
  if (!isRequired) return 'open';
  return credential === 'kept' ? 'granted' : 'needed';
}
