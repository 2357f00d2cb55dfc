import { z } from 'zod';
import { displayName, email, nothing } from './fields.ts';
import { type ProcedureMap, query, settingsCommand } from './procedure.ts';
import { routingPlanSchema } from './routing-reason-schema.ts';
import { strategySchema } from './strategy-schema.ts';

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

const routePattern = z.string().trim().min(1).max(200).describe('A glob on the model name, e.g. *sonnet*');

/** Routing: what can be asked, and how routes are changed. */
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
      key: displayName.optional().describe('Name of a bound client key; absent: the key of the installation'),
    }),
    output: routingPlanSchema,
  }),
  'routes.save': settingsCommand({
    summary: 'Adds a model route, or replaces the one with this pattern; the candidates serve in this order.',
    input: z.strictObject({
      pattern: routePattern,
      formerPattern: routePattern.optional().describe('Where the pattern itself was changed: what it was'),
      strategy: strategySchema.nullable(),
      candidates: z
        .array(
          z.strictObject({
            provider: displayName,
            accountEmail: email.nullable(),
            model: z.string().trim().min(1).max(200).nullable().describe('null = the model name stays'),
            /** Equal numbers are equals; absent = in the order of the list. */
            priority: z.number().min(-1_000_000).max(1_000_000).optional(),
          }),
        )
        .max(1_000),
    }),
    output: nothing,
  }),
  'routes.move': settingsCommand({
    summary:
      'Takes a candidate out of one model route and puts it behind those of another, both or neither; where it stands there already it is only taken out.',
    input: z.strictObject({
      from: routePattern,
      to: routePattern,
      candidate: z.strictObject({
        provider: displayName,
        accountEmail: email.nullable(),
        model: z.string().trim().min(1).max(200).nullable().describe('As `routes.list` names it'),
      }),
    }),
    output: nothing,
  }),
  'routes.remove': settingsCommand({
    summary:
      'Removes a model route; its models are then served by the next route that matches, else by all accounts in order.',
    input: z.strictObject({ pattern: routePattern }),
    output: nothing,
  }),
} satisfies ProcedureMap;
