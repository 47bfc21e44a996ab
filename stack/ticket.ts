import { z } from 'zod';

const ticketSchema = z.object({ server_url: z.string(), participant_token: z.string() });

/** What opens a room: where it is, and the token for it. */
export interface Ticket {
  url: string;
  token: string;
}

/**
 * Asks a token server for a call.
 *
 * @param pageUrl - its base URL.
 * @param credential - what it asks for, when it asks for one.
 * @param assistant - who should answer, if not the default.
 * @throws Error with its answer when it refuses.
 */
export async function fetchTicket(pageUrl: string, credential?: string, assistant?: string): Promise<Ticket> {
  const agents = assistant ? [{ metadata: JSON.stringify({ assistant }) }] : [];
  const authorization = credential ? { authorization: `Bearer ${credential}` } : undefined;
  const response = await fetch(`${pageUrl}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify(assistant ? { room_config: { agents } } : {}),
  });
  if (!response.ok) throw new Error(`POST /token answered ${response.status}: ${await response.text()}`);
  const { server_url: url, participant_token: token } = ticketSchema.parse(await response.json());
  return { url, token };
}
