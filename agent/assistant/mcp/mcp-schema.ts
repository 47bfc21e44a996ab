import { z } from 'zod';

const text = z.string().trim().min(1, 'expected some text');
const seconds = z.number().positive().max(3600);

const policy = z.strictObject({
  /** Whether the caller has to say yes first. */
  ask: z
    .enum(['always', 'afterForeignText', 'never'], 'expected always, afterForeignText or never')
    .optional(),
  /** Whether it changes anything; the server's own word counts where nothing is said. */
  sideEffects: z.boolean().optional(),
  timeoutS: seconds.optional(),
});

/** One server of the Model Context Protocol: a program to start, or an address to connect to. */
export const mcpServerSchema = z
  .strictObject({
    command: text.optional(),
    args: z.array(z.string()).default([]),
    env: z.record(z.string(), z.string()).default({}),
    url: z.url({ protocol: /^https?$/, error: 'expected a URL like https://example.com/mcp' }).optional(),
    headers: z.record(z.string(), z.string()).default({}),
    /** The tools that may be used; all of them unless it is given. */
    allow: z.array(text).optional(),
    /** How long a tool may take. */
    timeoutS: seconds.default(60),
    /** Whether what its tools return is the operator's own word, so that nobody has to be asked after it. */
    trusted: z.boolean().default(false),
    /** What differs for one tool, by its name. */
    tools: z.record(text, policy).default({}),
  })
  .refine(
    ({ command, url }) => (command === undefined) !== (url === undefined),
    'expected either command, a program to start, or url, an address to connect to',
  );

export type McpServerOptions = z.output<typeof mcpServerSchema>;
