import { LogLevel, setLogLevel } from 'livekit-client';

import { ParleyCall } from './parley-call.ts';
import { scriptTag } from './script-tag.ts';

// parley.js, for other sites: it brings the element <parley-call>, and with data-call puts one where its own tag stands.

const NAME = 'parley-call';

setLogLevel(LogLevel.warn);
if (!customElements.get(NAME)) customElements.define(NAME, ParleyCall);

if (scriptTag?.dataset['call'] !== undefined) {
  const element = document.createElement(NAME);
  for (const name of ['credential', 'assistant']) {
    const value = scriptTag.dataset[name];
    if (value) element.setAttribute(name, value);
  }
  scriptTag.after(element);
}
