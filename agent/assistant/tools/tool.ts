import { z } from 'zod';
import type { Arguments } from './arguments.ts';

/** What may be done with a tool, and when. */
export interface ToolPolicy {
  /** Whether it changes anything outside of the conversation: it then runs once, and never on arguments in doubt. */
  sideEffects: boolean;
  /**
   * Whether the caller has to say yes before it runs: always, never, or, where it has side effects, once text that
   * others wrote is in the conversation, since that text may be what asks for it.
   */
  ask: 'always' | 'afterForeignText' | 'never';
  /** Whether its results may carry text that neither the operator nor the caller wrote, such as documents. */
  foreignText: boolean;
  /** How long it may take. */
  timeoutMs: number;
  /** Whether the caller is told to wait when it takes longer than a moment; not where it speaks itself. */
  isWaitedFor: boolean;
}

const defaultPolicy: ToolPolicy = {
  sideEffects: false,
  ask: 'afterForeignText',
  foreignText: false,
  timeoutMs: 10_000,
  isWaitedFor: true,
};

/** What a tool is given beside its arguments. */
export interface ToolRun {
  /**
   * Aborted when the caller does not want it any more, when it takes too long and when the call is over. A tool looks at
   * it before whatever can't be undone, and hands it on to what it waits for.
   */
  signal: AbortSignal;
  /** Tells how far it is, in a few words that may be said to the caller or as a share from 0 to 1. */
  report: (progress: string | number) => void;
  /** Of this one use, however often it is tried again, for services that know such keys; it says nothing. */
  idempotencyKey: string;
}

/** What the language model may use; made by {@link defineTool} or from a tool of an MCP server. */
export interface Tool {
  name: string;
  /** For the language model: what it does, and when to use it. Every word is read before every answer. */
  description: string;
  /** JSON Schema of an object. */
  parameters: Record<string, unknown>;
  policy: ToolPolicy;
  /** What the caller is asked where they have to say yes, in their language; a general question unless it is given. */
  question?: (args: Arguments) => string;
  /** @returns what is wrong with arguments, for the language model; undefined where nothing is. */
  check: (args: Arguments) => string | undefined;
  /**
   * @returns what the language model is told: text or anything that JSON can hold, which is cut to size; undefined where
   *   there is nothing to say to it. It may also hand the call over (`llm.handoff`).
   * @throws Error whose message is told to the language model.
   */
  run: (args: Arguments, run: ToolRun) => unknown;
}

interface ToolDefinition<Parameters extends z.ZodObject> {
  name: string;
  description: string;
  /** Unknown arguments are refused. Descriptions of the fields reach the language model. */
  parameters: Parameters;
  /** What differs from a quick tool without side effects. */
  policy?: Partial<ToolPolicy>;
  question?: (args: z.output<Parameters>) => string;
  run: (args: z.output<Parameters>, run: ToolRun) => unknown;
}

/** A tool of our own, in TypeScript. MCP servers bring theirs; see ../mcp/. */
export function defineTool<Parameters extends z.ZodObject>(definition: ToolDefinition<Parameters>): Tool {
  const { name, description, policy, question } = definition;
  const schema = definition.parameters.strict();
  const read = (args: Arguments) => schema.parse(args) as z.output<Parameters>;
  const parameters: Record<string, unknown> = { ...z.toJSONSchema(schema, { io: 'input' }) };
  delete parameters['$schema'];
  return {
    name,
    description,
    parameters,
    policy: { ...defaultPolicy, ...policy },
    ...(question && { question: (args) => question(read(args)) }),
    check: (args) => {
      const { error } = schema.safeParse(args);
      return error?.issues
        .map(({ path, message }) => `${path.join('.') || 'arguments'}: ${message}`)
        .join('; ');
    },
    run: (args, run) => definition.run(read(args), run),
  };
}
