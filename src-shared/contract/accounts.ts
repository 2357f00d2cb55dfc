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
    summary: 'Removes accounts together with their keys and sign-ins.',
    input: z.strictObject({ accounts: accountRefs }),
    output: nothing,
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
