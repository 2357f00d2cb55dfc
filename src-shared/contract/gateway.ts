import { z } from 'zod';
import { accountRefs, displayName, nothing } from './fields.ts';
import { command, type ProcedureMap, query } from './procedure.ts';
import { requestFactsSchema } from './request-facts-schema.ts';
import { snapshotSchema } from './snapshot-schema.ts';

/** Most requests that `requests.recent` gives out at once. */
export const MAX_RECENT_REQUESTS = 500;

/** `client` opens the data path, `admin` the management API. */
export const keyKindSchema = z.enum(['client', 'admin']);

/** The gateway as a whole: its state, its keys, and what it did lately. */
export const gatewayProcedures = {
  'snapshot.get': query({
    summary: 'Everything that the dashboard shows, at this moment; `/api/events` tells of every later one.',
    input: z.strictObject({}),
    output: snapshotSchema,
  }),
  'gateway.pause': command({
    summary: 'Answers every proxied request with 503 until it is resumed.',
    input: z.strictObject({}),
    output: nothing,
  }),
  'gateway.resume': command({
    summary: 'Serves again after a pause.',
    input: z.strictObject({}),
    output: nothing,
  }),
  'keys.show': query({
    summary: 'The client key or the admin token of this installation.',
    input: z.strictObject({
      which: keyKindSchema,
      name: displayName.optional().describe('A bound client key'),
    }),
    output: z.object({ key: z.string() }),
  }),
  'keys.list': query({
    summary: 'The client keys that are bound to some of the accounts.',
    input: z.strictObject({}),
    output: z.object({
      keys: z.array(
        z.object({
          name: z.string(),
          accounts: z.array(z.object({ accountId: z.string(), name: z.string() })),
          createdAt: z.number(),
        }),
      ),
    }),
  }),
  'keys.create': command({
    summary:
      'Makes a client key that only ever leads to the named accounts; an existing one of that name is bound anew and keeps its value.',
    input: z.strictObject({ name: displayName, accounts: accountRefs }),
    output: z.object({ key: z.string() }),
  }),
  'keys.remove': command({
    summary: 'Removes a bound client key; it stops working at once.',
    input: z.strictObject({ name: displayName }),
    output: nothing,
  }),
  'keys.rotate': command({
    summary: 'Replaces the client key or the admin token; the old one stops working at once.',
    input: z.strictObject({
      which: keyKindSchema,
      name: displayName.optional().describe('A bound client key'),
    }),
    output: z.object({ key: z.string() }),
  }),
  'env.get': query({
    summary: 'The environment variables that point Claude Code at this gateway.',
    input: z.strictObject({ name: displayName.optional().describe('A bound client key') }),
    output: z.object({ variables: z.array(z.object({ name: z.string(), value: z.string() })) }),
  }),
  'requests.recent': query({
    summary: 'The last proxied requests, newest first: facts, never a body.',
    input: z.strictObject({
      limit: z.coerce.number<number | string>().int().min(1).max(MAX_RECENT_REQUESTS).default(50),
    }),
    output: z.object({ requests: z.array(requestFactsSchema) }),
  }),
  'requests.find': query({
    summary: 'One proxied request by the id that its `x-rota-request` header carried.',
    input: z.strictObject({ id: z.string().trim().min(1).max(100) }),
    output: z.object({ request: requestFactsSchema.nullable() }),
  }),
  'gateway.test': command({
    summary:
      'Sends one short message through the gateway as a client would; it costs a few tokens of the account that answers.',
    input: z.strictObject({ model: z.string().trim().min(1).max(200).optional() }),
    output: z.object({
      ok: z.boolean(),
      status: z.int().nullable(),
      accountName: z.string().nullable(),
      requestId: z.string().nullable(),
      durationMs: z.number(),
      text: z.string().nullable().describe('What the model said, cut to 200 characters'),
      message: z.string().nullable().describe('Where it failed: the sentence that a client would get'),
    }),
  }),
} satisfies ProcedureMap;
