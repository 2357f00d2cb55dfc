import { z } from 'zod';
import type { RequestFacts } from '../model/request-facts.ts';
import type { Covers } from './covers.ts';
import { routingReasonSchema } from './routing-reason-schema.ts';

const requestFacts = z.object({
  id: z.string(),
  startedAt: z.number(),
  method: z.string(),
  path: z.string(),
  model: z.string().nullable(),
  modelServed: z.string().nullable(),
  keyName: z.string().nullable(),
  stream: z.boolean(),
  sessionId: z.string().nullable(),
  route: z.string().nullable(),
  attempts: z.array(
    z.object({
      accountId: z.string(),
      reason: routingReasonSchema,
      outcome: z.string(),
      status: z.int().nullable(),
      durationMs: z.number(),
    }),
  ),
  passedOver: z.array(z.object({ accountId: z.string(), reason: routingReasonSchema })),
  accountId: z.string().nullable(),
  status: z.int().nullable(),
  outcome: z.enum(['succeeded', 'relayed-error', 'own-error', 'client-aborted', 'broken-stream']),
  firstByteMs: z.number().nullable(),
  addedMs: z.number().nullable(),
  durationMs: z.number(),
  usage: z
    .object({
      inputTokens: z.int(),
      outputTokens: z.int(),
      cacheReadInputTokens: z.int(),
      cacheCreationInputTokens: z.int(),
      cacheCreation5mInputTokens: z.int(),
      cacheCreation1hInputTokens: z.int(),
    })
    .nullable(),
  incomplete: z.boolean(),
});

/** `RequestFacts` on the wire. */
export const requestFactsSchema: z.ZodType<RequestFacts> = requestFacts;

export type RequestFactsOnWire = Covers<RequestFacts, z.output<typeof requestFacts>>;
