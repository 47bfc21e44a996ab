import { z } from 'zod';
import { speechSpeed } from '../speech-speed.ts';
import { mcpServerSchema } from './mcp/mcp-schema.ts';
import { en } from './sentences/en.ts';
import type { Sentences } from './sentences/en.ts';
import { builtInNames } from './tools/built-in/names.ts';

/** Names of assistants, which are names of files: no path, no dot. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/i;

/**
 * About 30 tokens. Short on purpose: it is read before the first word of every answer. And the shorter the first
 * sentence, the sooner it can be heard.
 */
const DEFAULT_INSTRUCTIONS =
  'You are a friendly voice assistant on a call. Answer in one to three spoken sentences, the first very short, without lists, markup or emoji.';

export const assistantName = z.string().regex(NAME, "expected a name of letters, digits, '-' and '_'");
const text = z.string().trim().min(1, 'expected some text');
const secondsOrOff = z.number().min(0, 'expected seconds, or 0 for never').max(3600);
const language = z
  .string()
  .regex(/^(auto|[a-z]{2})$/, 'expected auto, or a language as two letters, like en');

const sentences = z.strictObject(
  Object.fromEntries(
    Object.entries(en).map(([key, value]) => [
      key,
      Array.isArray(value) ? z.array(text).optional() : text.optional(),
    ]),
  ),
) as unknown as z.ZodType<Partial<Sentences>>;

const knowledge = z.union([
  text.transform((folder) => ({ folder })),
  z.strictObject({
    /** Documents that it may answer from, relative to the folder Parley runs in. */
    folder: text,
  }),
]);

const context = z
  .strictObject({
    /** Messages that are always sent as they are. */
    keepMessages: z.int().min(2).max(100).default(10),
    /** With this many messages, those before the kept ones are summed up. */
    summarizeAt: z.int().min(3).max(200).default(15),
    /** Messages beyond this are forgotten. */
    dropAfter: z.int().min(4).max(400).default(30),
    /** Of what is sent of a conversation, with the instructions; tools and passages come on top. */
    maxTokens: z.int().min(100).max(100_000).default(900),
  })
  .refine(({ keepMessages, summarizeAt }) => summarizeAt > keepMessages, {
    path: ['summarizeAt'],
    error: 'expected more than keepMessages',
  })
  .refine(({ summarizeAt, dropAfter }) => dropAfter > summarizeAt, {
    path: ['dropAfter'],
    error: 'expected more than summarizeAt',
  });

/** What is remembered of a caller across calls, and for how long; nothing unless it is given. */
const memory = z.strictObject({ days: z.int().min(1).max(3650) });

/** How long a caller may say nothing, counted from when both sides fell silent; 0 is for ever. */
const idle = z.strictObject({
  askAfterS: secondsOrOff.default(10),
  hangUpAfterS: secondsOrOff.default(30),
});

const limits = z.strictObject({
  /** The call ends with a goodbye after this long; never unless it is given. */
  maxCallMinutes: z
    .number()
    .positive()
    .max(24 * 60)
    .optional(),
  maxToolCallsPerTurn: z.int().min(1).max(50).default(5),
  /** Of a tool's result, the characters that the language model reads. */
  maxResultCharacters: z.int().min(100).max(100_000).default(2000),
});

const experiment = z.strictObject({
  name: assistantName,
  /** Whether every call draws anew, or the same caller always gets the same variant. */
  assign: z.enum(['call', 'caller'], 'expected call or caller').default('call'),
  /** By name: how often one is drawn beside the others, and every key in which it differs from the file. */
  variants: z
    .record(assistantName, z.looseObject({ weight: z.number().min(0).default(1) }))
    .refine((variants) => Object.keys(variants).length >= 2, 'expected two variants or more')
    .refine(
      (variants) => Object.values(variants).some(({ weight }) => weight > 0),
      'expected a weight above 0 for one of them',
    ),
});

/** What an assistant's file may say. Every key is optional; an empty file is an assistant. */
export const assistantSchema = z.strictObject({
  /** For whoever reads the list of assistants; callers and models never see it. */
  description: text.optional(),
  instructions: text.default(DEFAULT_INSTRUCTIONS),
  greeting: text.optional(),
  voice: text.optional(),
  /** Voices by language, where the call's language may change. */
  voices: z
    .record(z.string().regex(/^[a-z]{2}$/, 'expected a language as two letters, like en'), text)
    .default({}),
  language: language.optional(),
  /** How fast it speaks, 1 being normal. */
  speed: speechSpeed.optional(),
  turnTaking: z.enum(['eager', 'balanced', 'patient'], 'expected eager, balanced or patient').optional(),
  sentences: sentences.default({}),
  /** Built-in tools. */
  tools: z.array(z.enum(builtInNames, `expected one of: ${builtInNames.join(', ')}`)).default([]),
  /** By a name that the caller may hear. */
  mcpServers: z.record(assistantName, mcpServerSchema).default({}),
  /** Whom callers who ask for a person are transferred to. */
  transferTo: z
    .string()
    .regex(/^(tel:\+?[\d.()-]+|sips?:\S+)$/, 'expected tel:+4930123456 or sip:desk@example.com')
    .optional(),
  knowledge: knowledge.optional(),
  context: context.prefault({}),
  memory: memory.optional(),
  idle: idle.prefault({}),
  /** Said before the greeting, where callers have to be told something. */
  consent: text.optional(),
  recording: z
    .literal(
      false,
      "expected false: Parley keeps no recording of calls. LiveKit's egress can; say so in `consent`",
    )
    .default(false),
  /** A soft sound while a reply or a tool takes long. */
  thinkingSound: z.boolean().default(false),
  /** Off unless it is wanted: recognition does better without (bench/noise/README.md). */
  noiseSuppression: z.enum(['on', 'off'], 'expected on or off').default('off'),
  /** Assistants to which it may hand the call, and when. */
  handOffs: z.record(assistantName, text).default({}),
  experiment: experiment.optional(),
  limits: limits.prefault({}),
});
