import { strings } from '../strings.ts';
import { type TranscriptEntry, useTranscript } from './use-transcript.ts';

/** Both sides of the conversation. It stays at its newest line unless the reader scrolls up. */
export function Transcript({ isAgentSpeaking }: { isAgentSpeaking: boolean }) {
  const entries = useTranscript();
  const isSettled = (entry: TranscriptEntry) =>
    entry.isFinal && !(isAgentSpeaking && entry === entries.at(-1));
  return (
    <>
      <h2 id="transcript-heading">{strings.transcript.heading}</h2>
      <div className="transcript" tabIndex={0} role="region" aria-labelledby="transcript-heading">
        {entries.length === 0 ? (
          <p className="empty">{strings.transcript.empty}</p>
        ) : (
          <ol>
            {entries.map((entry) => (
              <Utterance key={entry.id} entry={entry} />
            ))}
          </ol>
        )}
      </div>
      <Announcer entries={entries.filter(isSettled)} />
    </>
  );
}

function Utterance({ entry }: { entry: TranscriptEntry }) {
  return (
    <li className="utterance" data-speaker={entry.speaker} data-final={entry.isFinal}>
      <span className="speaker">{strings.transcript[entry.speaker]}</span>
      <p dir="auto">{entry.text}</p>
    </li>
  );
}

/** Tells screen readers what was said, once it cannot change any more. */
function Announcer({ entries }: { entries: TranscriptEntry[] }) {
  return (
    <ol className="visually-hidden" role="log" aria-live="polite">
      {entries.slice(-5).map((entry) => (
        <li key={entry.id}>
          {strings.transcript[entry.speaker]}: {entry.text}
        </li>
      ))}
    </ol>
  );
}
