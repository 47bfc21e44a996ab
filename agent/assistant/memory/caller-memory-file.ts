import type { CallNotes } from '../context/call-notes.ts';
import { CallerMemory } from './caller-memory.ts';
import { MemoryStore } from './memory-store.ts';

/** The memory of one caller, from the store in a folder. @throws Error when the folder can't be used. */
export function openCallerMemory(
  directory: string,
  callerId: string,
  days: number,
  notes: CallNotes,
): CallerMemory {
  return new CallerMemory(new MemoryStore(directory), callerId, days, notes);
}
