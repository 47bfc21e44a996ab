import { useSyncExternalStore } from 'react';

/** For this tab, until it is closed: a key or an invite is nobody's but of who brought it. */
const STORAGE_KEY = 'parley.credential';

/** A link that lets somebody in ends with one of these; a fragment is sent to no server. */
const FRAGMENT = /^#(?:key|invite)=([\w.-]+)$/;

const listeners = new Set<() => void>();
let wasRefused = false;

/** Keeps the credential that the page's address brought, and takes it out of the address bar and the history. */
export function takeCredentialFromAddress(): void {
  const credential = FRAGMENT.exec(window.location.hash)?.[1];
  if (credential === undefined) return;
  keepCredential(credential);
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
}

/** Keeps what the visitor typed: an API key, an invite, or a token of the identity provider. */
export function keepCredential(credential: string): void {
  sessionStorage.setItem(STORAGE_KEY, credential);
  wasRefused = false;
  tellListeners();
}

/** To be called when the server refused it: it is forgotten, and the page asks for another one. */
export function refuseCredential(): void {
  sessionStorage.removeItem(STORAGE_KEY);
  wasRefused = true;
  tellListeners();
}

/** The head of a request to this server that says who asks; empty when nobody said. */
export function createAuthorization(): Record<string, string> {
  const credential = sessionStorage.getItem(STORAGE_KEY);
  return credential ? { Authorization: `Bearer ${credential}` } : {};
}

/** none: there is none to send · kept · refused: the server did not take the last one. */
export type CredentialState = 'none' | 'kept' | 'refused';

export function useCredential(): CredentialState {
  return useSyncExternalStore(subscribe, readState);
}

function readState(): CredentialState {
  if (sessionStorage.getItem(STORAGE_KEY)) return 'kept';
  return wasRefused ? 'refused' : 'none';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tellListeners(): void {
  for (const listener of listeners) listener();
}
