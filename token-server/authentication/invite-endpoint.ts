import { Hono } from 'hono';
import { z } from 'zod';

import { ApiError } from '../api-error.ts';
import { readJson } from '../json-body.ts';
import { type ClientEnv, requirePermission } from './client.ts';
import { DEFAULT_INVITE_MINUTES, inviteName, inviteMinutes, signInvite } from './invites.ts';

export const inviteRequest = z.strictObject({
  name: inviteName.default('guest'),
  minutes: inviteMinutes.default(DEFAULT_INVITE_MINUTES),
});

/** `POST /` by an operator with {name?, minutes?} answers 201 {invite, path, expires_at}: the path opens the page with it. */
export function createInviteEndpoint(apiSecret: string): Hono<ClientEnv> {
  const endpoint = new Hono<ClientEnv>();
  endpoint.post('/', requirePermission('operate'), async (context) => {
    const request = inviteRequest.safeParse(await readJson(context.req.raw));
    if (!request.success) throw describeProblem(request.error);
    const { name, minutes } = request.data;
    const invite = await signInvite(apiSecret, name, minutes);
    const expiresAt = new Date(Date.now() + minutes * 60_000).toISOString();
    context.header('Cache-Control', 'no-store');
    return context.json({ invite, path: `/#invite=${invite}`, expires_at: expiresAt }, 201);
  });
  return endpoint;
}

function describeProblem(error: z.ZodError): ApiError {
  const [issue] = error.issues;
  const field = issue?.path.join('.') || undefined;
  return new ApiError(422, `${field ?? 'The request body'}: ${issue?.message ?? 'is not valid'}.`, { field });
}
