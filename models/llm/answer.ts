import type { ChatMessage, ChatRequest } from './chat-request.ts';
import { dropPassages } from '../../documents/handed-passages.ts';
import type { Knowledge } from '../../documents/knowledge.ts';
import { listSentences, type Passage } from '../../documents/passages.ts';
import { clean, shorten } from './spoken-text.ts';
import { recogniseSmallTalk } from './small-talk.ts';
import { listContentWords, weigh, type Match } from '../../documents/text-index.ts';
import { chooseToolCall, type ToolCall } from './tool-call.ts';
import { sayToolResults } from './tool-result.ts';

/** What goes back: a text to be spoken, or a tool to be called. */
export type Answer = { text: string } | { toolCall: ToolCall };

/** Said once in a conversation: nobody shall take this for a language model. */
export const NOTICE = 'No language model is connected, so I can only read from my documents.';

/** Share of a question's content words that a passage must hold, unless its title holds one. */
const MIN_SHARE = 0.5;

/** Answers the last message of a conversation from the documents. */
export async function answer(request: ChatRequest, knowledge: Knowledge): Promise<Answer> {
  const { messages } = request;
  if (messages.at(-1)?.role === 'tool') return { text: introduce(messages, sayToolResults(messages)) };
  // The worker puts passages in front of it, from the assistant's documents; ours are looked up here.
  const asked = messages.findLast((message) => message.role === 'user')?.content ?? '';
  const said = clean(dropPassages(asked));
  const match = await knowledge.find(said);
  const smallTalk = recogniseSmallTalk(said);
  const toolCall = await chooseToolCall(request, said, smallTalk ? Infinity : weigh(match));
  if (toolCall) return { toolCall };
  if (smallTalk) return { text: introduce(messages, replyTo(smallTalk, knowledge.titles)) };
  return { text: introduce(messages, sayMatch(match, said)) };
}

function introduce(messages: readonly ChatMessage[], text: string): string {
  const firstQuestion = messages.findIndex(({ role }) => role === 'user');
  const answered = messages
    .slice(firstQuestion + 1)
    .some(({ role, content }) => role === 'assistant' && content);
  return answered ? text : `${NOTICE} ${text}`;
}

function sayMatch(match: Match<Passage> | undefined, said: string): string {
  if (!/[\p{L}\p{N}]/u.test(said)) return "I didn't catch any words.";
  if (!match || (match.share < MIN_SHARE && match.titleShare === 0)) {
    return 'I found nothing about that in my documents. For other questions, start a language model on this machine, for example with Ollama, and restart Parley.';
  }
  return `From ${match.entry.document}: ${pickSentences(match.entry.text, said)}`;
}

function replyTo(
  smallTalk: NonNullable<ReturnType<typeof recogniseSmallTalk>>,
  titles: readonly string[],
): string {
  const documents =
    titles.length > 0 ? `My documents are: ${joinTitles(titles)}.` : 'My folder of documents is empty.';
  switch (smallTalk) {
    case 'greeting':
      return `Hello. ${documents}`;
    case 'about':
      return `I am a document search, not an AI. ${documents}`;
    case 'thanks':
      return 'You are welcome.';
    case 'goodbye':
      return 'Goodbye.';
  }
}

/** The first titles, so that the list can be listened to. */
function joinTitles(titles: readonly string[]): string {
  const named = titles.slice(0, 6);
  const rest = titles.length - named.length;
  return new Intl.ListFormat('en').format(rest > 0 ? [...named, `${rest} more`] : named);
}

/** Up to three sentences in a row, from the one that holds most of the question's words. */
function pickSentences(text: string, said: string): string {
  const sentences = listSentences(text);
  if (shorten(sentences) === sentences.join(' ')) return text;
  const words = new Set(listContentWords(said));
  const counts = sentences.map(
    (sentence) => listContentWords(sentence).filter((word) => words.has(word)).length,
  );
  return shorten(sentences.slice(counts.indexOf(Math.max(...counts))));
}
