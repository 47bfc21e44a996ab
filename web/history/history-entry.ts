/** Who said or typed something. */
export type Speaker = 'caller' | 'agent';

/** When something began, by this page's clock, in ms since 1970. */
interface Moment {
  id: string;
  atMs: number;
}

/** Something that was said. */
export interface SpokenEntry extends Moment {
  kind: 'spoken';
  speaker: Speaker;
  text: string;
  /** False while speech to text may still change its mind, or the agent is still speaking. */
  isFinal: boolean;
  /** The caller cut it short; the text is what was heard of it. */
  isInterrupted: boolean;
  /** The documents that it comes from, where it comes from any. */
  sources?: readonly Source[];
}

/** A place in a document. */
export interface Source {
  file: string;
  heading: string | undefined;
  page: number | undefined;
}

/** Something that was typed. */
export interface TypedEntry extends Moment {
  kind: 'typed';
  speaker: Speaker;
  text: string;
}

/** A tool that the agent used. */
export interface ToolEntry extends Moment {
  kind: 'tool';
  name: string;
  /** `asking`: the caller has to say yes first. `declined`: they did not. `cancelled`: they wanted it no more. */
  state: 'asking' | 'running' | 'done' | 'failed' | 'cancelled' | 'declined';
  durationMs: number | undefined;
}

/** Something that the agent has put on the page: a text, a link or both. */
export interface NoteEntry extends Moment {
  kind: 'note';
  text: string;
  /** Begins with https:, http:, mailto: or tel:. */
  url: string | undefined;
}

/** One thing that happened in a call. */
export type HistoryEntry = SpokenEntry | TypedEntry | ToolEntry | NoteEntry;

/** A thing as the room tells of it, before the page has noted when it began. */
export type HistoryNews =
  | Omit<SpokenEntry, 'atMs' | 'isInterrupted' | 'sources'>
  | Omit<TypedEntry, 'atMs'>
  | Omit<ToolEntry, 'atMs'>
  | Omit<NoteEntry, 'atMs'>;

/** What was heard of something the agent said, once it is over. */
export interface ReplyEnd {
  heard: string;
  interrupted: boolean;
  sources: readonly Source[];
}

/**
 * Puts what the room tells in its place: in the order in which it was first heard of, each thing once, with its newest
 * text. Entries that nothing changes about stay the objects they are.
 */
export function addNews(
  entries: readonly HistoryEntry[],
  news: readonly HistoryNews[],
  nowMs: number,
): readonly HistoryEntry[] {
  let changed = entries;
  for (const item of news) {
    const index = changed.findLastIndex(({ id }) => id === item.id);
    const before = changed[index];
    const after = before ? updateEntry(before, item) : createEntry(item, nowMs);
    if (after === before) continue;
    if (before && !(isTakenUpAgain(before) && index < changed.length - 1))
      changed = changed.with(index, after);
    else changed = [...changed.filter((each) => each !== before), { ...after, atMs: nowMs }];
  }
  return changed;
}

/** Settles the reply that the agent was giving: all of it was heard, or only the text that is told. */
export function endReply(
  entries: readonly HistoryEntry[],
  { heard, interrupted, sources }: ReplyEnd,
): readonly HistoryEntry[] {
  const text = heard.trim();
  // Its words take another way than the news of its end, and may come later.
  const isGiven = (each: HistoryEntry): each is SpokenEntry =>
    each.kind === 'spoken' &&
    each.speaker === 'agent' &&
    !each.isFinal &&
    (each.text.startsWith(text) || text.startsWith(each.text));
  const entry = entries.findLast(isGiven);
  if (!entry) return entries;
  const settled = {
    ...entry,
    isFinal: true,
    isInterrupted: interrupted,
    ...(sources.length > 0 && { sources }),
  };
  return entries.with(entries.indexOf(entry), interrupted && text ? { ...settled, text } : settled);
}

function createEntry(item: HistoryNews, atMs: number): HistoryEntry {
  return item.kind === 'spoken' ? { ...item, atMs, isInterrupted: false } : { ...item, atMs };
}

/** Words that were no turn wait for the caller's next ones, which replace them: those are said now, not back then. */
function isTakenUpAgain(entry: HistoryEntry): boolean {
  return entry.kind === 'spoken' && entry.speaker === 'caller' && !entry.isFinal;
}

/** The entry itself when the news is none. */
function updateEntry(entry: HistoryEntry, item: HistoryNews): HistoryEntry {
  if (entry.kind === 'spoken' && item.kind === 'spoken') {
    if (entry.isInterrupted) return entry; // What comes late was not heard.
    const isFinal = entry.isFinal || item.isFinal;
    if (entry.text === item.text && entry.isFinal === isFinal) return entry;
    return { ...entry, text: item.text, isFinal };
  }
  if (entry.kind === 'tool' && item.kind === 'tool') return { ...entry, ...item };
  return entry; // What was typed does not change.
}
