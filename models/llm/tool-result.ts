import type { ChatMessage } from './chat-request.ts';
import { listSentences } from '../../documents/passages.ts';
import { clean, shorten } from './spoken-text.ts';

/** The tool results at the end of a conversation, each with the name of its tool. */
export function sayToolResults(messages: readonly ChatMessage[]): string {
  const lastOther = messages.findLastIndex(({ role }) => role !== 'tool');
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.tool_calls ?? []) : [],
  );
  const results = messages.slice(lastOther + 1).map((message) => {
    const id = message.role === 'tool' ? message.tool_call_id : '';
    const name = calls.findLast((call) => call.id === id)?.function.name ?? 'tool';
    const result = shorten(listSentences(renderResult(message.content ?? '')));
    const spokenName = clean(name.replace(/[_-]+/g, ' '));
    return result ? `The ${spokenName} result is: ${result}` : `The ${spokenName} result is empty.`;
  });
  return results.join(' ');
}

/** JSON without its punctuation: {"time": "14:05", "days": [1, 2]} → 'time: 14:05, days: 1, 2' */
function renderResult(content: string): string {
  try {
    return clean(renderValue(JSON.parse(content)));
  } catch {
    return clean(content);
  }
}

function renderValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(renderValue).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, field]) => `${key.replaceAll('_', ' ')}: ${renderValue(field)}`)
    .join(', ');
}
