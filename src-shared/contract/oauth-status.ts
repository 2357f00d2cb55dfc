import { z } from 'zod';
import { accountRef } from './fields.ts';
import { command, type ProcedureMap, query } from './procedure.ts';

/**
 * The state of sign-ins in the shape of the older `/oauth/status`: names in snake_case, `expires_at` in
 * seconds since the Unix epoch, the texts beside it in the caller's language.
 */
export const oauthStatusSchema = z.object({
  system: z.object({
    oauth_manager_status: z.literal('active'),
    version: z.string(),
    current_time: z.int().describe('Seconds since the Unix epoch'),
    current_time_iso: z.string(),
    auto_refresh: z.boolean(),
    persistence: z.boolean(),
    terms_accepted: z.boolean(),
  }),
  summary: z.object({ total_tokens: z.int(), healthy_tokens: z.int(), expired_tokens: z.int() }),
  tokens: z.array(
    z.object({
      account_id: z.string(),
      account_email: z.string().nullable(),
      account_name: z.string(),
      provider: z.string(),
      is_healthy: z.boolean(),
      is_expired: z.boolean(),
      enabled: z.boolean(),
      state: z.string(),
      reason: z.string().nullable(),
      reason_text: z.string().nullable(),
      expires_at: z.int().nullable(),
      expires_at_iso: z.string().nullable(),
      expires_in_human: z.string(),
      usage_count: z.int(),
      last_used: z.string(),
      last_used_at: z.string().nullable(),
      signed_in_at: z.string(),
      refreshed_at: z.string(),
      scopes: z.array(z.string()),
      account: z.object({ uuid: z.string().nullable(), email_address: z.string().nullable() }),
      organization: z.object({ uuid: z.string().nullable(), name: z.string().nullable() }),
      subscription_info: z.object({
        type: z.string().nullable(),
        rate_limit_tier: z.string().nullable(),
        plan: z.string().nullable(),
      }),
    }),
  ),
});

/** What can be asked and done about sign-ins that are there. */
export const oauthProcedures = {
  'oauth.status': query({
    summary: 'Signed-in accounts with the health and expiry of their tokens; never a token.',
    input: z.strictObject({}),
    output: oauthStatusSchema,
  }),
  'oauth.signOut': command({
    summary: 'Forgets the sign-in of one account.',
    input: z.strictObject({ account: accountRef }),
    output: z.object({ accountId: z.string(), accountEmail: z.string().nullable() }),
  }),
  'oauth.signOutAll': command({
    summary: 'Forgets every sign-in.',
    input: z.strictObject({}),
    output: z.object({ count: z.int() }),
  }),
} satisfies ProcedureMap;
