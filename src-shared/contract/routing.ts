import { z } from 'zod';
import { type ProcedureMap, query } from './procedure.ts';
import { routingPlanSchema } from './routing-reason-schema.ts';

/** A way to order accounts that may all serve. */
export const strategySchema = z.enum(['priority', 'round_robin', 'least_used', 'soonest_reset']);

/** A model route: which candidates serve models that match the glob. */
export const modelRouteSchema = z.object({
  pattern: z.string(),
  strategy: strategySchema.nullable().describe('null = that of the settings'),
  candidates: z.array(
    z.object({
      provider: z.string(),
      accountEmail: z.string().nullable(),
      model: z.string().nullable().describe('null = the model name stays'),
      priority: z.number(),
    }),
  ),
});

/** What can be asked about routing. */
export const routingProcedures = {
  'routes.list': query({
    summary: 'The model routes in the order in which they are tried.',
    input: z.strictObject({}),
    output: z.object({ strategy: strategySchema, routes: z.array(modelRouteSchema) }),
  }),
  'routes.explain': query({
    summary: 'Which account would serve a model now, and why; asks nobody and changes nothing.',
    input: z.strictObject({
      model: z.string().trim().min(1).max(200).optional().describe('Absent: a request that names no model'),
      session: z.string().trim().min(1).max(200).optional(),
    }),
    output: routingPlanSchema,
  }),
} satisfies ProcedureMap;
