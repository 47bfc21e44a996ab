import { useSyncExternalStore } from 'react';

/** How this browser's owner likes to call; remembered from visit to visit. */
export interface Settings {
  /** Device ids; undefined is what the system has chosen. */
  microphoneId?: string | undefined;
  speakerId?: string | undefined;
  /** Of the agent's voice, 0 to 1. */
  volume: number;
  /** The microphone is open only while a key or button is held. */
  pushToTalk: boolean;
}

const KEY = 'parley.settings';
const defaults: Settings = { volume: 1, pushToTalk: false };
const listeners = new Set<() => void>();
let current = load();

function load(): Settings {
  try {
    const { microphoneId, speakerId, volume, pushToTalk } = JSON.parse(
      localStorage.getItem(KEY) ?? '{}',
    ) as Partial<Record<keyof Settings, unknown>>;
    return {
      microphoneId: typeof microphoneId === 'string' ? microphoneId : undefined,
      speakerId: typeof speakerId === 'string' ? speakerId : undefined,
      volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : defaults.volume,
      pushToTalk: pushToTalk === true,
    };
  } catch {
    return defaults; // Storage is off, or somebody else wrote there.
  }
}

/** The settings as they are now. */
export function readSettings(): Settings {
  return current;
}

/** Changes some of them, here and for the next visit. */
export function changeSettings(change: Partial<Settings>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // They hold until the page is closed.
  }
  for (const listener of listeners) listener();
}

/** The settings, in a component that follows their changes. */
export function useSettings(): Settings {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
