import { z } from 'zod';
import { nothing } from './fields.ts';
import { command, type ProcedureMap, query } from './procedure.ts';

/** By what usage is summed up. `key` is the client key, i.e. the project. */
export const usageGroupSchema = z.enum(['account', 'model', 'key', 'day', 'hour']);

/** Several groups in one query parameter, e.g. `by=day,account`. */
const usageGroupList = z
  .string()
  .transform((text) => (text === '' ? [] : text.split(',')))
  .pipe(z.array(usageGroupSchema));

/** Up to the end of the calendar (ECMA-262, 21.4.1.1). */
const moment = z.coerce.number<number | string>().min(0).max(8.64e15);

/** Sums over finished requests; what no upstream reported counts as 0. */
export const usageSumSchema = z.object({
  requests: z.int(),
  /** Requests whose client did not get a whole, good answer; one that left by itself is not counted. */
  failed: z.int(),
  /** Requests that a second account had to serve. */
  failedOver: z.int(),
  incomplete: z.int().describe('Answers that broke off: their tokens are what was reported until then'),
  inputTokens: z.int(),
  outputTokens: z.int(),
  cacheReadInputTokens: z.int(),
  cacheCreationInputTokens: z.int(),
  costUsd: z.number().describe('Estimate, by the price table, of the requests that it prices'),
  unpricedRequests: z.int().describe('Requests with tokens of a model that the price table does not know'),
});

const price = z.strictObject({
  model: z.string().trim().min(1).max(200).describe('A glob on the model name'),
  inputUsd: z.number().min(0).describe('US dollars for a million tokens, as the four that follow'),
  outputUsd: z.number().min(0),
  cacheReadUsd: z.number().min(0),
  cacheWrite5mUsd: z.number().min(0),
  cacheWrite1hUsd: z.number().min(0),
});

/** Usage history: numbers over time, never a prompt. Times are ms since the epoch. */
export const usageProcedures = {
  'usage.report': query({
    summary: 'Requests and tokens of a span of time, summed up by account, model, client key, day or hour.',
    input: z.strictObject({
      since: moment.describe('Inclusive'),
      until: moment.optional().describe('Exclusive; default: now'),
      by: z.array(usageGroupSchema).or(usageGroupList).default(['account', 'model']),
    }),
    output: z.object({
      since: z.number(),
      until: z.number(),
      rows: z.array(
        usageSumSchema.extend({
          accountId: z.string().nullable(),
          account: z.string().nullable().describe('Its name now, or its last known one'),
          model: z.string().nullable(),
          keyName: z.string().nullable(),
          /** Begin of the day or hour, local time; null where not asked for. */
          from: z.number().nullable(),
        }),
      ),
      total: usageSumSchema,
      available: z.boolean().describe('False where the history cannot be read at present'),
    }),
  }),
  'usage.windows': query({
    summary:
      'Every quota window: how full, when it ends at this pace, and how much of it this program’s own traffic explains.',
    input: z.strictObject({}),
    output: z.object({
      windows: z.array(
        z.object({
          accountId: z.string(),
          account: z.string(),
          window: z.string(),
          utilization: z.number().nullable(),
          resetsAt: z.number().nullable(),
          /** When it is full at the pace since it began; null where it lasts until its reset, or nothing is known. */
          fullAt: z.number().nullable(),
          /** 0–1: the part of its use that went through Rota; null where that cannot be told. */
          ownShare: z.number().nullable(),
          requests: z.int(),
          tokens: z.int(),
        }),
      ),
    }),
  }),
  'usage.prices': query({
    summary: 'The price table, and when it was last looked at.',
    input: z.strictObject({}),
    output: z.object({ asOf: z.string(), edited: z.boolean(), prices: z.array(price) }),
  }),
  'usage.setPrices': command({
    summary: 'Replaces the price table; an empty list puts the built-in one back.',
    input: z.strictObject({ prices: z.array(price).max(500) }),
    output: nothing,
  }),
} satisfies ProcedureMap;
