import { z } from 'zod';
import { assistantName, assistantSchema } from '../../agent/assistant/assistant-schema.ts';
import { parseWording } from './wording.ts';

const DURATION = /^(\d+(?:\.\d+)?) ?(ms|s|min)$/;
const unitsMs = { ms: 1, s: 1000, min: 60_000 };

/** As the agent tells them. */
const toolStates = ['asking', 'running', 'done', 'failed', 'cancelled', 'declined'] as const;

const text = z.string('expected some text').trim().min(1, 'expected some text');

const duration = z
  .string('expected a duration, such as 800ms, 2s or 1min')
  .regex(DURATION, 'expected a duration, such as 800ms, 2s or 1min')
  .transform(parseDuration);

const wording = text.transform((said, context) => {
  try {
    return parseWording(said);
  } catch (error) {
    context.addIssue(`is no regular expression: ${(error as Error).message}`);
    return z.NEVER;
  }
});

const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z.union([item.transform((one) => [one]), z.array(item).min(1, 'expected at least one')]);

/** Words, and pauses in milliseconds between them. */
const speech = oneOrMore(text).transform((parts) =>
  parts.map((part) => (DURATION.test(part) ? parseDuration(part) : part)),
);

/** A key of the step, and nothing beside it. */
function requireOne<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape);
  return z.strictObject(shape).refine((step) => Object.keys(step).length === 1, {
    error: `expected one of ${keys.join(', ')}, and only one`,
    when: ({ issues }) => issues.length === 0,
  });
}

const meaning = z.union([
  text.transform((says) => ({ says, synonyms: [], atLeast: 0.6 })),
  z.strictObject({
    says: text,
    /** Lists of words of which one is as good as another. */
    synonyms: z.array(z.array(text).min(2)).default([]),
    /** The share of its words that has to be heard, where no language model judges. */
    atLeast: z.number().gt(0).max(1).default(0.6),
  }),
]);

const tool = z.union([
  text.transform((name) => ({ name, with: {}, state: 'done' as const })),
  z.strictObject({
    name: text,
    /** Arguments that it must have, others may be there; text may be a regular expression between slashes. */
    with: z.record(z.string(), z.unknown()).default({}),
    state: z.enum(toolStates, `expected one of ${toolStates.join(', ')}`).default('done'),
  }),
]);

/** What has to be true of the answer to what the caller did last. */
const expectation = z.strictObject({
  /** All of these are said. */
  heard: oneOrMore(wording).optional(),
  /** None of these is said. */
  notHeard: oneOrMore(wording).optional(),
  /** Judges `heard` by what our own speech recognition hears, in place of what the agent says it has said. */
  byEar: z.literal(true).optional(),
  /** What the answer comes to: by its words, or by a language model where LLM_JUDGE_BASE_URL names one. */
  meaning: meaning.optional(),
  /** What the agent understood, in one turn. */
  understood: wording.optional(),
  tool: tool.optional(),
  noTool: z.literal(true).optional(),
  /** The first sound comes no later than this after the caller's last. */
  latency: duration.optional(),
  /** The agent does not speak before the caller has finished. */
  waited: z.literal(true).optional(),
  /** Nothing is heard for so long from now on. */
  silent: duration.optional(),
  /** The agent falls silent this soon after the caller began to speak. */
  interrupted: duration.optional(),
  /** The agent says what it was saying to its end. */
  goesOn: z.literal(true).optional(),
  /** The answer's language, as two letters. */
  language: z.enum(['en', 'de', 'es', 'fr', 'hi', 'it', 'ja', 'pt', 'zh']).optional(),
  /** Who is speaking now. */
  assistant: assistantName.optional(),
  /** The agent ends the call. */
  ended: z.literal(true).optional(),
  /** How long all of it may take. */
  within: duration.default(30_000),
});

const step = requireOne({
  /** Words, or a list of words and pauses, as soon as the agent has finished. */
  say: speech.optional(),
  /** A WAV file, relative to the scenario. */
  play: text.optional(),
  type: text.optional(),
  /** Keys of a phone. */
  press: z
    .string()
    .regex(/^[0-9A-D*#]+$/, 'expected keys of a phone: 0-9, *, #, A-D (in quotes)')
    .optional(),
  /** Speaks over the answer, so long after it began. */
  interrupt: z.strictObject({ after: duration.default(800), say: speech }).optional(),
  /** Does nothing for so long, whatever the agent does. */
  wait: duration.optional(),
  /** Lets the agent finish, then says nothing for so long. */
  silent: duration.optional(),
  /** Drops out of the room like a page that reloads, and comes back so long after. */
  away: duration.optional(),
  hangUp: z.literal(true).optional(),
  expect: expectation.refine((expected) => Object.keys(expected).length > 1, 'expects nothing').optional(),
});

const scriptedPart = z.union([
  text.transform((say) => ({ say })),
  z
    .strictObject({
      /** Words; `{result}` stands for what the last tool answered. */
      say: text.optional(),
      tool: text.optional(),
      with: z.record(z.string(), z.unknown()).default({}),
      /** How long the model thinks. */
      after: duration.optional(),
    })
    .refine(({ say, tool }) => say ?? tool, 'expected say or tool'),
]);

const scriptRule = z.strictObject({
  /** What the caller has to have said; without it the rule fits everything. */
  when: wording.optional(),
  /** What has to be known of the conversation before that. */
  knows: wording.optional(),
  /** The answer; the next item is what comes after a tool has answered. */
  answer: oneOrMore(scriptedPart),
});

/** What a scenario's file may say. */
export const scenarioSchema = z.strictObject({
  description: text.optional(),
  /** Who answers: a name, or what an assistant's file would say. */
  assistant: z.union([assistantName, assistantSchema]).optional(),
  /** Others that it may hand the call to, by name. */
  assistants: z.record(assistantName, assistantSchema).default({}),
  /** What the language model answers, the first rule that fits; without it the stack's own one is asked. */
  script: z.array(scriptRule).min(1).optional(),
  /** What the language model notes of the conversation when that grows long, if `when` is in it. */
  notes: z.strictObject({ when: wording, summary: text, facts: z.record(text, text).default({}) }).optional(),
  /** The voice of the caller. */
  voice: text.default('am_michael'),
  steps: z.array(step).min(1, 'expected at least one step'),
});

export type ScenarioFile = z.output<typeof scenarioSchema>;
export type Step = ScenarioFile['steps'][number];
export type Speech = NonNullable<Step['say']>;
export type Expectation = NonNullable<Step['expect']>;
export type Meaning = NonNullable<Expectation['meaning']>;
export type ScriptRule = NonNullable<ScenarioFile['script']>[number];

function parseDuration(said: string): number {
  const [, number, unit] = DURATION.exec(said) ?? [];
  return Number(number) * unitsMs[unit as keyof typeof unitsMs];
}
