import { z } from 'zod';
import { defineTool } from '../tool.ts';
import type { Tool } from '../tool.ts';

/** How a caller gets from the agent to a person. */
export interface Transfer {
  /** `tel:` or `sip:`; undefined where the operator has named nobody. */
  to: string | undefined;
  /** Whether the caller is on a phone; the others have a page, on which a number can be shown. */
  isPhone: boolean;
  /** Resolves when nobody speaks: what is being said would be cut off. */
  waitForIdle: () => Promise<unknown>;
  /** Moves a phone call. */
  transfer: (to: string) => Promise<void>;
  /** Shows a link on the caller's page. */
  show: (link: string) => void;
}

/** Transfers a phone call to a person; who calls from a page is shown the number. */
export function createTransferCall(transfer: Transfer, question: () => string): Tool {
  return defineTool({
    name: 'transfer_call',
    description: 'Transfers the caller to a person. Use it when they ask for one.',
    parameters: z.object({}),
    policy: { sideEffects: true, timeoutMs: 60_000 },
    question,
    run: async (_, { signal }) => {
      if (!transfer.to) return 'There is nobody to transfer to. Tell the caller so.';
      if (!transfer.isPhone) {
        transfer.show(transfer.to);
        return 'This caller is not on a phone and can’t be transferred. The number is on their screen now: tell them so.';
      }
      await transfer.waitForIdle();
      signal.throwIfAborted();
      await transfer.transfer(transfer.to);
      return undefined; // The caller is gone.
    },
  });
}
