import { CopyIcon, DownloadIcon } from '../call/icons.tsx';
import { strings } from '../strings.ts';
import { copyText } from './copy-text.ts';
import type { HistoryEntry } from './history-entry.ts';
import { exportJson, exportText } from './history-export.ts';

interface Props {
  entries: readonly HistoryEntry[];
  announce: (notice: string) => void;
}

/** Takes the whole conversation along: copied, as a text file, or as JSON. */
export function HistoryActions({ entries, announce }: Props) {
  const { copyAll, downloadText, downloadJson } = strings.history;
  return (
    <div className="history-actions">
      <button
        type="button"
        className="icon-button"
        aria-label={copyAll}
        title={copyAll}
        onClick={() => void copyText(exportText(entries)).then(announce)}
      >
        <CopyIcon />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={downloadText}
        title={downloadText}
        onClick={() => download(entries, 'txt', exportText(entries))}
      >
        <DownloadIcon />
        TXT
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={downloadJson}
        title={downloadJson}
        onClick={() => download(entries, 'json', exportJson(entries))}
      >
        <DownloadIcon />
        JSON
      </button>
    </div>
  );
}

/** Saves a file that is named after the moment at which the conversation began. */
function download(entries: readonly HistoryEntry[], extension: 'txt' | 'json', content: string): void {
  const began = new Date(entries[0]?.atMs ?? Date.now()).toISOString().slice(0, 16).replaceAll(/[T:]/g, '-');
  const type = extension === 'json' ? 'application/json' : 'text/plain;charset=utf-8';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = `parley-${began}.${extension}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
