import { tidyFact } from '../context/call-notes.ts';
import type { CallNotes, Fact } from '../context/call-notes.ts';
import type { MemoryStore } from './memory-store.ts';

/** Where the summary of the last call is kept among the facts. */
const LAST_CALL = 'last call';

/** One caller's memory during a call. Facts are written as they are found. */
export class CallerMemory {
  readonly #store: MemoryStore;
  readonly #caller: string;
  readonly #days: number;
  readonly #notes: CallNotes;
  #isForgotten = false;

  /** What is known goes into the notes. */
  constructor(store: MemoryStore, caller: string, days: number, notes: CallNotes) {
    this.#store = store;
    this.#caller = caller;
    this.#days = days;
    this.#notes = notes;
    notes.keep(store.recall(caller, days));
  }

  /** Facts that were found in the call. A caller who asked to be forgotten is not remembered by the back door. */
  keep(facts: readonly Fact[]): void {
    if (this.#isForgotten) return;
    const tidy = facts.map(tidyFact).filter(({ key }) => key !== '');
    if (tidy.length > 0) this.#store.keep(this.#caller, tidy, this.#days);
  }

  /** What the caller asks to have remembered. */
  remember(fact: Fact): void {
    this.#isForgotten = false;
    this.#notes.keep([fact]);
    this.keep([fact]);
  }

  /** Everything, at once, and for the rest of the call. @returns whether anything was known. */
  forget(): boolean {
    this.#isForgotten = true;
    this.#notes.clear();
    return this.#store.erase(this.#caller);
  }

  /** The call is over. */
  finish(): void {
    if (this.#notes.summary) this.keep([{ key: LAST_CALL, value: this.#notes.summary }]);
    this.#store.close();
  }
}
