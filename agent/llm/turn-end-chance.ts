import { z } from 'zod';
import { createModelClient } from '../model-client.ts';
import type { ModelServer } from '../model-client.ts';

/**
 * Shows the model how calls are written down here: a line a turn without punctuation, so that a new line is all that
 * ends one. The weights were fitted with this prompt (bench/end-of-turn).
 */
const CALL_SO_FAR = `caller: hello
assistant: hello how can i help you
caller: what time do you open on sunday
assistant: we open at ten
caller: okay thank you
assistant: anything else
caller: i would like to book a table for two people tomorrow at seven
assistant: of course what name
caller: john miller
assistant: thanks
caller:`;

/** Any words do, to see whether the server can tell. */
const PROBED_TEXT = 'hello';

/** As many as vLLM gives unless told otherwise; ends are among the first few. */
const ALTERNATIVES = 20;

/** An opinion that takes longer comes after the decision in most turns, and from a server that has better things to do. */
export const LONGEST_OPINION_MS = 250;

/** An opinion costs what reading the prompt costs, once: a server that needs longer than this for it is a slow one. */
const LONGEST_PROBE_MS = 2_000;

const position = z.object({ top_logprobs: z.array(z.object({ token: z.string(), logprob: z.number() })) });

/** `POST /completions` tells the likeliest next tokens as a map (OpenAI, SGLang, vLLM) or as chat does (llama.cpp). */
const answer = z.object({
  choices: z.tuple([
    z.object({
      logprobs: z.union([
        z.object({ content: z.tuple([position]).rest(z.unknown()) }),
        z.object({ top_logprobs: z.tuple([z.record(z.string(), z.number())]).rest(z.unknown()) }),
      ]),
    }),
  ]),
});

/**
 * Asks the language model how likely a caller's words are all that they say, by the next token that it expects. Costs
 * one token a question, whose prompt lies in the server's prefix cache but for the words themselves.
 */
export class TurnEndChance {
  readonly #server: ModelServer;
  #isAvailable = false;

  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** Finds out whether the server tells probabilities, and soon enough; until it has, nothing is asked. */
  async probe(): Promise<boolean> {
    const probed = await askTurnEndChance(
      this.#server,
      PROBED_TEXT,
      AbortSignal.timeout(LONGEST_PROBE_MS),
    ).catch(() => undefined);
    const again = probed === undefined ? undefined : await this.#askInTime(PROBED_TEXT);
    this.#isAvailable = again !== undefined;
    return this.#isAvailable;
  }

  /** @returns 0 to 1, or undefined where the server does not tell, not in time, or `signal` is aborted. */
  async estimate(text: string, signal?: AbortSignal): Promise<number | undefined> {
    return this.#isAvailable ? this.#askInTime(text, signal) : undefined;
  }

  async #askInTime(text: string, signal?: AbortSignal): Promise<number | undefined> {
    const limit = AbortSignal.timeout(LONGEST_OPINION_MS);
    return askTurnEndChance(this.#server, text, signal ? AbortSignal.any([signal, limit]) : limit).catch(
      () => undefined,
    );
  }
}

/**
 * One question, without a limit of time.
 *
 * @returns undefined where the answer holds no log-probabilities.
 * @throws what the request failed with.
 */
export async function askTurnEndChance(
  server: ModelServer,
  text: string,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const body = {
    model: server.model,
    prompt: `${CALL_SO_FAR} ${writeAsInCall(text)}`,
    max_tokens: 1,
    temperature: 0,
    logprobs: ALTERNATIVES,
  };
  return readTurnEndChance(await createModelClient(server).completions.create(body, { signal }));
}

/** As the lines of the prompt are: lower case, no punctuation but what is in a word or number. */
export function writeAsInCall(text: string): string {
  return text
    .toLowerCase()
    .replace(/(?<=\d)[.,:](?=\d)/g, ' ')
    .replace(/[^\p{L}\p{N}\p{M}'’ -]+|-(?!\p{L})/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The probability of all tokens that end a line, or the text; undefined where the answer holds none. */
export function readTurnEndChance(completion: unknown): number | undefined {
  const read = answer.safeParse(completion);
  if (!read.success) return undefined;
  const { logprobs } = read.data.choices[0];
  const tokens =
    'content' in logprobs
      ? logprobs.content[0].top_logprobs.map(({ token, logprob }) => [token, logprob] as const)
      : Object.entries(logprobs.top_logprobs[0]);
  const ends = tokens.filter(([token]) => endsLine(token));
  return Math.min(
    1,
    ends.reduce((sum, [, logprob]) => sum + Math.exp(logprob), 0),
  );
}

/** Servers write tokens that have no text, such as the end of the text, as nothing or by name: <|eot_id|>, </s>. */
function endsLine(token: string): boolean {
  return token === '' || /^ *[\r\n]/.test(token) || /^<[|/].*>$/.test(token);
}
