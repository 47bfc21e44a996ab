import { type KeyboardEvent, type SyntheticEvent, useState } from 'react';

import { SendIcon } from '../call/icons.tsx';
import { strings } from '../strings.ts';

/** Characters of a message; the agent reads no more than twice as many. */
const LONGEST_MESSAGE = 2000;

/** A line to type into, for what is easier written than said. Enter sends, Shift and Enter begin a new line. */
export function MessageInput({ send }: { send: (text: string) => Promise<unknown> }) {
  const [text, setText] = useState('');
  const [hasFailed, setFailed] = useState(false);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const typed = text.trim();
    if (!typed) return;
    setText('');
    setFailed(false);
    send(typed).catch(() => {
      setText((meanwhile) => meanwhile || typed);
      setFailed(true);
    });
  };
  const sendOnEnter = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While a word is being composed, as in Japanese, Enter belongs to it.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
  };
  const { input, send: label, notSent } = strings.history;
  return (
    <form className="message-input" onSubmit={submit}>
      {hasFailed && <p role="alert">{notSent}</p>}
      <textarea
        rows={1}
        maxLength={LONGEST_MESSAGE}
        value={text}
        aria-label={input}
        placeholder={input}
        enterKeyHint="send"
        onChange={(event) => {
          setText(event.target.value);
        }}
        onKeyDown={sendOnEnter}
      />
      <button
        type="submit"
        className="icon-button send"
        aria-label={label}
        title={label}
        disabled={!text.trim()}
      >
        <SendIcon />
      </button>
    </form>
  );
}
