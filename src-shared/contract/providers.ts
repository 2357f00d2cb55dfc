import { z } from 'zod';
import { type ProcedureMap, query } from './procedure.ts';
import { accountKindSchema, accountStateSchema } from './snapshot-schema.ts';

/**
 * One account in the shape of `/providers` and `rota accounts --json`: names in snake_case, times in
 * RFC 3339. `reason` is a stable word for programs, `reason_text` a sentence in the caller's language.
 */
export const accountRowSchema = z.object({
  id: z.string(),
  name: z.string(),
  account_email: z.string().nullable(),
  state: accountStateSchema,
  reason: z.string().nullable(),
  reason_text: z.string().nullable(),
  cooldown_until: z.string().nullable(),
  provider: z.string(),
  type: z.string(),
  kind: accountKindSchema,
  plan: z.string().nullable(),
  place: z.int(),
  enabled: z.boolean(),
  token_expires_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  requests_total: z.int(),
  requests_today: z.int(),
  failures_total: z.int(),
  open_requests: z.int(),
  windows: z.array(
    z.object({
      name: z.string(),
      utilization: z.number().nullable(),
      resets_at: z.string().nullable(),
      status: z.string().nullable(),
    }),
  ),
});

/** Providers with their accounts. */
export const providerProcedures = {
  'providers.list': query({
    summary: 'Each provider and account with health, reason, end of a cooldown and counts; never a secret.',
    input: z.strictObject({}),
    output: z.object({
      providers: z.array(
        z.object({
          name: z.string(),
          type: z.string(),
          base_url: z.string().nullable(),
          accounts: z.array(accountRowSchema),
        }),
      ),
    }),
  }),
} satisfies ProcedureMap;
