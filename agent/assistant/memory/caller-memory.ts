import { tidyFact } from '../context/call-notes.ts';
import type { CallNotes, Fact } from '../context/call-notes.ts';
import type { MemoryStore } from './memory-store.ts';

/** One caller's memory during a call. Facts are written as they are found. */
export class CallerMemory {
  readonly #store: MemoryStore;
  readonly #caller: string;
  readonly #days: number;
  readonly #notes: CallNotes;
  #isForgotten = false;

  /** What is known goes into the notes of the call. @param days - how long facts are kept. */
  constructor(store: MemoryStore, caller: string, days: number, notes: CallNotes) {
    this.#store = store;
    this.#caller = caller;
    this.#days = days;
    this.#notes = notes;
    notes.keep(store.recall(caller, days));
  }

  /** Facts that were found in the call. A caller who asked to be forgotten is not remembered by the back door. */
  keep(facts: readonly Fact[]): void {
    if (!this.#isForgotten) this.#write(facts);
  }

  /** What the caller asks to have remembered: that and nothing else, where they had asked to be forgotten before. */
  remember(fact: Fact): void {
    this.#notes.keep([fact]);
    this.#write([fact]);
  }

  /** Everything, at once, and for the rest of the call. @returns whether anything was known. */
  forget(): boolean {
    this.#isForgotten = true;
    this.#notes.clear();
    return this.#store.erase(this.#caller);
  }

  close(): void {
    this.#store.close();
  }

  #write(facts: readonly Fact[]): void {
    const tidy = facts.map(tidyFact).filter(({ key }) => key !== '');
    if (tidy.length > 0) this.#store.keep(this.#caller, tidy, this.#days);
  }
}
