import { z } from 'zod';
import { nothing } from './fields.ts';
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
    input: z.strictObject({ which: keyKindSchema }),
    output: z.object({ key: z.string() }),
  }),
  'keys.rotate': command({
    summary: 'Replaces the client key or the admin token; the old one stops working at once.',
    input: z.strictObject({ which: keyKindSchema }),
    output: z.object({ key: z.string() }),
  }),
  'env.get': query({
    summary: 'The environment variables that point Claude Code at this gateway.',
    input: z.strictObject({}),
    output: z.object({ variables: z.array(z.object({ name: z.string(), value: z.string() })) }),
  }),
  'requests.recent': query({
    summary: 'The last proxied requests, newest first: facts, never a body.',
    input: z.strictObject({
      limit: z.coerce.number<number | string>().int().min(1).max(MAX_RECENT_REQUESTS).default(50),
    }),
    output: z.object({ requests: z.array(requestFactsSchema) }),
  }),
} satisfies ProcedureMap;
