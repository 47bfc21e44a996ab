/** The thread that reads and searches documents: neither a large file nor a broken one holds a call up. */
import { parentPort, workerData } from 'node:worker_threads';
import { Embeddings, type EmbeddingServer } from '../../../documents/embeddings.ts';
import { Knowledge } from '../../../documents/knowledge.ts';
import type { Passage } from '../../../documents/passages.ts';
import type { SearchQuery } from './search-message.ts';

/** What the thread is started with. */
export interface ThreadData {
  embeddings: EmbeddingServer | undefined;
  /** Files, with the time they were edited, that ended a thread before this one, and why. */
  refused: ReadonlyMap<string, string>;
}

/** To the thread. */
export type ThreadQuery = { open: string; place: string | undefined } | (SearchQuery & { id: number });

/** From the thread. */
export type ThreadNews =
  | { id: number; passages: Passage[] | undefined }
  | { line: string; isProblem: boolean }
  /** The file that is being read, with the time it was edited; undefined when none is. */
  | { reading: string | undefined };

/** Edits count after this long at most. */
const REFRESH_MS = 2_000;

/** More than the language model is shown, which is as many as fit. */
const FOUND = 5;

const { embeddings: server, refused } = workerData as ThreadData;
const folders = new Map<string, Promise<Knowledge>>();
let reading: Promise<void> = Promise.resolve();

function tell(news: ThreadNews): void {
  parentPort?.postMessage(news);
}

function find(folder: string, place?: string): Promise<Knowledge> {
  const known = folders.get(folder);
  if (known) return known;
  const knowledge = new Knowledge(folder, {
    place,
    report: (line) => tell({ line, isProblem: true }),
    inform: (line) => tell({ line, isProblem: false }),
    admit: (path, { modifiedMs }) => {
      const state = `${path}@${modifiedMs}`;
      tell({ reading: state });
      return refused.get(state);
    },
    embeddings: server && new Embeddings(server),
  });
  const opened = refresh(folder, knowledge).then(() => knowledge);
  folders.set(folder, opened);
  return opened;
}

/** One folder after the other: of a file that ends the thread it has to be known that it was that one. */
function refresh(folder: string, knowledge: Knowledge): Promise<void> {
  reading = reading.then(() => read(folder, knowledge));
  return reading;
}

async function read(folder: string, knowledge: Knowledge): Promise<void> {
  const startedMs = performance.now();
  const changed = await knowledge.refresh();
  tell({ reading: undefined });
  if (!changed) return;
  const { documents, passages } = knowledge.size;
  const durationMs = Math.round(performance.now() - startedMs);
  tell({
    line: `${folder}: ${documents} documents, ${passages} passages, read in ${durationMs} ms`,
    isProblem: false,
  });
}

async function refreshAll(): Promise<void> {
  for (const [folder, knowledge] of folders) await refresh(folder, await knowledge);
  setTimeout(() => void refreshAll(), REFRESH_MS);
}

parentPort?.on('message', (query: ThreadQuery) => {
  if ('open' in query) {
    void find(query.open, query.place);
    return;
  }
  const { id, folder, question, before } = query;
  void find(folder)
    .then((knowledge) => knowledge.search(question, FOUND, before))
    .catch((error: unknown) => {
      tell({ line: `${folder}: a search failed: ${String(error)}`, isProblem: true });
      return undefined;
    })
    .then((passages) => tell({ id, passages }));
});
void refreshAll();
