import { Hono } from 'hono';
import { type WebhookEvent, WebhookReceiver } from 'livekit-server-sdk';

import { limitBody } from '../abuse/body-limit.ts';
import { ApiError } from '../api-error.ts';
import type { KeyPair } from '../config.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { CallWatch } from './call-watch.ts';

/** A report holds a participant with its metadata and attributes, and a room with its own. */
const MAX_BODY_BYTES = 256 * 1024;

/** The signature of a report is good for 5 minutes; at thousands of reports a minute the oldest ids are forgotten. */
const REMEMBERED_IDS = 20_000;

/**
 * `POST /livekit` takes the reports of livekit-server, signed with one of its key pairs. The same report twice, whether
 * sent again or replayed by somebody who saw it, counts once. Nothing in a report is ever requested or opened.
 */
export function createWebhookEndpoint(
  keyPairs: readonly KeyPair[],
  watch: Pick<CallWatch, 'handle'>,
  countWebhook: Metrics['countWebhook'],
): Hono {
  const receivers = keyPairs.map(({ apiKey, apiSecret }) => new WebhookReceiver(apiKey, apiSecret));
  const seen = new Set<string>();
  const endpoint = new Hono();
  endpoint.post('/livekit', limitBody(MAX_BODY_BYTES), async (context) => {
    const event = await verify(receivers, await context.req.text(), context.req.header('Authorization'));
    if (!event) {
      countWebhook('refused');
      throw new ApiError(
        401,
        'This is no report of our livekit-server: it must be signed with LIVEKIT_API_KEY and its secret (webhook.api_key).',
        { headers: { 'WWW-Authenticate': 'Bearer realm="parley"' } },
      );
    }
    const isRepeated = seen.has(event.id);
    countWebhook(isRepeated ? 'repeated' : 'accepted');
    if (!isRepeated) {
      await watch.handle(event);
      remember(seen, event.id); // Not sooner: what failed is sent again.
    }
    return context.json({ status: 'ok' });
  });
  return endpoint;
}

/** The event, if one of the keys signed just this body a moment ago. */
async function verify(
  receivers: readonly WebhookReceiver[],
  body: string,
  authorization: string | undefined,
): Promise<WebhookEvent | undefined> {
  for (const receiver of receivers) {
    const event = await receiver.receive(body, authorization).catch(() => undefined);
    if (event?.id) return event;
  }
  return undefined;
}

function remember(seen: Set<string>, id: string): void {
  seen.add(id);
  for (const oldest of seen) {
    if (seen.size <= REMEMBERED_IDS) break;
    seen.delete(oldest);
  }
}
