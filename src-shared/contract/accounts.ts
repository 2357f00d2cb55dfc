import { z } from 'zod';
import { accountRef, accountRefs, displayName, nothing, secretText } from './fields.ts';
import { command, type ProcedureMap, settingsCommand } from './procedure.ts';

/** What can be done with accounts. They are read from the snapshot. */
export const accountProcedures = {
  'accounts.addKey': settingsCommand({
    summary: 'Adds an account that authenticates with an API key, a bearer token or a setup token.',
    input: z.strictObject({
      name: displayName,
      provider: displayName.optional().describe('Default: the account’s own name'),
      baseUrl: z
        .url({ protocol: /^https?$/, error: 'must be an http or https address' })
        .optional()
        .describe('Default: that of the provider, else https://api.anthropic.com'),
      authType: z
        .enum(['api_key', 'auth_token'])
        .optional()
        .describe('Which header carries the key. Default: auth_token for a setup token, else api_key'),
      key: secretText.describe('Goes into the vault; no procedure gives it out again'),
    }),
    output: z.object({ accountId: z.string(), name: z.string() }),
  }),
  'accounts.order': settingsCommand({
    summary: 'Puts the named accounts first, in this order; the others follow in the order they had.',
    input: z.strictObject({ accounts: accountRefs }),
    output: z.object({ accountIds: z.array(z.string()) }),
  }),
  'accounts.setEnabled': settingsCommand({
    summary: 'Switches accounts on or off. An account that is off keeps its sign-in and takes no requests.',
    input: z.strictObject({ accounts: accountRefs, enabled: z.boolean() }),
    output: nothing,
  }),
  'accounts.rename': settingsCommand({
    summary: 'Gives an account another name to show; its id stays.',
    input: z.strictObject({ account: accountRef, name: displayName }),
    output: nothing,
  }),
  'accounts.remove': settingsCommand({
    summary: 'Removes accounts together with their keys and sign-ins; for ten minutes it can be undone.',
    input: z.strictObject({ accounts: accountRefs }),
    output: z.object({ accountIds: z.array(z.string()) }),
  }),
  'accounts.restore': settingsCommand({
    summary:
      'Puts accounts back that were removed in the last ten minutes of this run, each to its place, with key or sign-in.',
    input: z.strictObject({ accountIds: z.array(z.string().min(1).max(100)).min(1).max(200) }),
    output: nothing,
  }),
  'accounts.replaceKey': command({
    summary:
      'Gives an account with an API key, bearer token or setup token another one; its name, place and history stay.',
    input: z.strictObject({ account: accountRef, key: secretText }),
    output: z.object({ accountId: z.string() }),
  }),
  'accounts.configure': settingsCommand({
    summary: 'Sets proxy, hours or the cap on requests of one account; what is left out stays.',
    input: z.strictObject({
      account: accountRef,
      proxy: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .nullable()
        .optional()
        .describe('A http, https or socks5 address, `none` for direct, null for the system’s own'),
      hours: z
        .string()
        .trim()
        .regex(/^\d{2}:\d{2}-\d{2}:\d{2}$/, 'must be like 09:00-18:00')
        .nullable()
        .optional()
        .describe('Local time; may run over midnight; null = always'),
      maxConcurrentRequests: z.int().min(1).max(10_000).nullable().optional(),
    }),
    output: nothing,
  }),
  'accounts.testKey': command({
    summary: 'Tries a key at an address by the cheapest harmless call, before it is added; costs no tokens.',
    input: z.strictObject({
      baseUrl: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
      authType: z.enum(['api_key', 'auth_token']).optional(),
      key: secretText,
      proxy: z.string().trim().min(1).max(500).optional(),
    }),
    output: z.object({
      result: z.enum(['accepted', 'refused', 'unclear', 'unreachable']),
      status: z.int().nullable(),
      durationMs: z.number(),
    }),
  }),
  'accounts.refresh': command({
    summary: 'Renews the access token of a signed-in account now.',
    input: z.strictObject({ account: accountRef }),
    output: z.object({
      accountId: z.string(),
      accountEmail: z.string().nullable(),
      expiresAt: z.number().nullable().describe('ms since the epoch; null where the provider named no end'),
    }),
  }),
} satisfies ProcedureMap;
