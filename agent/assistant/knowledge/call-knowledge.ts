import { llm } from '@livekit/agents';
import { handPassages } from '../../../documents/handed-passages.ts';
import type { Passage } from '../../../documents/passages.ts';
import type { Assistant } from '../assistant-file.ts';
import type { RequestShaper } from '../call-agent.ts';
import { estimateTokens } from '../context/token-count.ts';
import type { Search } from './call-search.ts';
import { findSources, type Source } from './sources.ts';

/** What passages may take of a request: all of it where there is room, and a little in any case. */
const MAX_TOKENS = 300;
const MIN_TOKENS = 100;

interface CallKnowledgeOptions {
  search: Search;
  /** Resolves when the reply that is being prepared will be given; never for one that is thrown away. */
  whenCommitted: () => Promise<void>;
}

/** The documents of one call: what of them goes to the language model, and what of them its replies came from. */
export class CallKnowledge {
  readonly #options: CallKnowledgeOptions;
  /** What the reply that is given was prepared from, */
  #question = '';
  #passages: readonly Passage[] = [];
  /** and the message that it answers: what tools find for it is in the next request for the same one. */
  #messageId: string | undefined;

  constructor(options: CallKnowledgeOptions) {
    this.#options = options;
  }

  /** Puts what an assistant's documents say about the caller's last words in front of them. */
  createShaper({ knowledge, context: { maxTokens } }: Assistant): RequestShaper {
    return async (context) => {
      const asked = findQuestions(context);
      const passages = knowledge && asked ? await this.#search(knowledge.folder, asked) : [];
      const shown = limit(passages, maxTokens - countTokens(context));
      void this.#options.whenCommitted().then(() => this.#prepareFrom(asked, shown));
      return asked && shown.length > 0 ? hand(context, asked.message, shown) : context;
    };
  }

  /** What a tool has found for the reply that is being given; undefined where nobody could look. */
  async look(folder: string, question: string): Promise<readonly Passage[] | undefined> {
    const passages = await this.#options.search({ folder, question, before: '' });
    if (passages) this.#passages = [...this.#passages, ...passages];
    return passages;
  }

  /** The documents that words of a reply come from. */
  findSources(heard: string): Source[] {
    return findSources(heard, this.#question, this.#passages);
  }

  async #search(folder: string, { question, before }: Asked): Promise<readonly Passage[]> {
    return (await this.#options.search({ folder, question, before })) ?? [];
  }

  #prepareFrom(asked: Asked | undefined, shown: readonly Passage[]): void {
    const isNew = asked === undefined || asked.message.id !== this.#messageId;
    this.#messageId = asked?.message.id;
    this.#question = asked?.question ?? '';
    this.#passages = isNew ? shown : [...this.#passages, ...shown];
  }
}

interface Asked {
  message: llm.ChatMessage;
  question: string;
  before: string;
}

function findQuestions({ items }: llm.ChatContext): Asked | undefined {
  const said = items.filter(
    (item): item is llm.ChatMessage => item.type === 'message' && item.role === 'user',
  );
  const message = said.at(-1);
  const question = message?.textContent ?? '';
  if (!message || !question.trim()) return undefined;
  return { message, question, before: said.at(-2)?.textContent ?? '' };
}

function countTokens({ items }: llm.ChatContext): number {
  return items
    .map((item) => (item.type === 'message' ? estimateTokens(item.textContent ?? '') : 0))
    .reduce((sum, tokens) => sum + tokens, 0);
}

/** As many of the best as there is room for. */
function limit(passages: readonly Passage[], roomTokens: number): Passage[] {
  let left = Math.min(MAX_TOKENS, Math.max(MIN_TOKENS, roomTokens));
  return passages.filter(({ text, title }, index) => {
    left -= estimateTokens(text) + estimateTokens(title);
    return left >= 0 || index === 0;
  });
}

function hand(context: llm.ChatContext, message: llm.ChatMessage, passages: readonly Passage[]) {
  const { id, role, content, interrupted, createdAt, extra } = message;
  const handed = llm.ChatMessage.create({
    id,
    role,
    content: [handPassages(passages), ...content],
    interrupted,
    createdAt,
    extra,
  });
  return new llm.ChatContext(context.items.map((item) => (item === message ? handed : item)));
}
