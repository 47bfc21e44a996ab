import type { HistoryEntry } from './history-entry.ts';

/** What happened in the call of one room. */
export interface History {
  /** Name of the room; empty before there was one. */
  room: string;
  entries: readonly HistoryEntry[];
}

const KEY = 'parley.history';

/** A browser keeps about 5 MB for a page; these are far less. */
const KEPT_ENTRIES = 1000;

/** Leaves the newest part of a history to the page that a reload of this one brings. */
export function keepHistory({ room, entries }: History): void {
  sessionStorage.setItem(KEY, JSON.stringify({ room, entries: entries.slice(-KEPT_ENTRIES) }));
}

/** The history that the page before this one has left, once; an empty one where it left none. */
export function takeKeptHistory(): History {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return kept ? (JSON.parse(kept) as History) : { room: '', entries: [] };
}
