import type { llm } from '@livekit/agents';
import * as openai from '@livekit/agents-plugin-openai';
import { createModelClient } from '../model-client.ts';
import type { ModelServer } from '../model-client.ts';

/** The language model behind `POST /chat/completions`. */
export function createLanguageModel(server: ModelServer): llm.LLM {
  return new openai.LLM({ client: createModelClient(server), apiKey: server.apiKey, model: server.model });
}
