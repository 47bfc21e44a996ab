import { z } from 'zod';
import { defineTool } from '../tool.ts';
import type { Tool } from '../tool.ts';

/** What can be opened from the page without surprise. */
const LINK = /^(https?|mailto|tel):/i;

/** A text, a link or both, for the caller's page. */
export interface PageNote {
  text: string;
  url?: string | undefined;
}

/**
 * Puts something on the caller's page that is better read than heard.
 *
 * @param send - undefined where the caller has no page.
 */
export function createSendToPage(send: ((note: PageNote) => void) | undefined, question: () => string): Tool {
  return defineTool({
    name: 'send_to_page',
    description: 'Shows a short text, with a link or without, on the caller’s screen.',
    parameters: z.object({
      text: z.string().trim().min(1).max(500),
      url: z
        .url()
        .max(2000)
        .refine((url) => LINK.test(url), 'expected a link that begins with https:, http:, mailto: or tel:')
        .optional(),
    }),
    policy: { sideEffects: true },
    question,
    run: (note) => {
      if (!send) return 'This caller is on a phone and has no screen. Say it instead.';
      send(note);
      return 'It is on the caller’s screen.';
    },
  });
}
