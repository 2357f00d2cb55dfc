import { z } from 'zod';
import type { RoutingPlan, RoutingReason } from '../model/routing-reason.ts';
import type { Covers } from './covers.ts';

const cooldownScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account') }),
  z.object({ kind: z.literal('model-family'), family: z.string() }),
]);

const cooldownCause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('quota'), claim: z.string() }),
  z.object({ kind: z.literal('out-of-credit'), status: z.int() }),
  z.object({ kind: z.literal('token-refused'), status: z.int() }),
]);

const needsLoginCause = z.enum(['refresh-token-invalid', 'key-refused', 'not-signed-in', 'secret-missing']);

const period = { since: z.number(), until: z.number() };

const routingReason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('disabled') }),
  z.object({ kind: z.literal('terms-not-accepted') }),
  z.object({ kind: z.literal('needs-login'), cause: needsLoginCause, since: z.number() }),
  z.object({ kind: z.literal('cooling-down'), cause: cooldownCause, scope: cooldownScope, ...period }),
  z.object({ kind: z.literal('outside-hours'), hours: z.string(), until: z.number() }),
  z.object({ kind: z.literal('not-for-this-key'), keyName: z.string() }),
  z.object({ kind: z.literal('at-capacity'), open: z.int(), limit: z.int() }),
  z.object({ kind: z.literal('ramping'), ...period }),
  z.object({ kind: z.literal('throttled'), ...period }),
  z.object({ kind: z.literal('ejected'), failures: z.int(), ...period }),
  z.object({ kind: z.literal('session-affinity') }),
  z.object({ kind: z.literal('waited-for-cache'), waitedMs: z.number() }),
  z.object({ kind: z.literal('in-order'), place: z.int() }),
  z.object({ kind: z.literal('round-robin'), place: z.int() }),
  z.object({
    kind: z.literal('least-used'),
    utilization: z.number().nullable(),
    requestsLastFiveHours: z.int(),
  }),
  z.object({ kind: z.literal('soonest-reset'), resetsAt: z.number().nullable() }),
]);

/** A `RoutingReason` on the wire. */
export const routingReasonSchema: z.ZodType<RoutingReason> = routingReason;

export type RoutingReasonOnWire = Covers<RoutingReason, z.output<typeof routingReason>>;

const routingPlan = z.object({
  model: z.string().nullable(),
  route: z.string().nullable(),
  entries: z.array(
    z.object({
      accountId: z.string(),
      accountName: z.string(),
      provider: z.string(),
      model: z.string().nullable(),
      verdict: z.enum(['chosen', 'next', 'passed-over']),
      reason: routingReasonSchema,
      changesAt: z.number().nullable(),
    }),
  ),
});

/** A `RoutingPlan` on the wire. */
export const routingPlanSchema: z.ZodType<RoutingPlan> = routingPlan;

export type RoutingPlanOnWire = Covers<RoutingPlan, z.output<typeof routingPlan>>;
