import type { stt } from '@livekit/agents';
import * as openai from '@livekit/agents-plugin-openai';
import { createModelClient } from '../model-client.ts';
import type { ModelServer } from '../model-client.ts';

/** Speech to text over `POST /audio/transcriptions`: one request for each utterance that the VAD has cut. */
export function createTranscriber(server: ModelServer & { language: string }): stt.STT {
  return new openai.STT({
    client: createModelClient(server),
    apiKey: server.apiKey,
    model: server.model,
    language: server.language,
    useRealtime: false,
  });
}
