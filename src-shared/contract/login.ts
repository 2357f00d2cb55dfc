import { z } from 'zod';
import { displayName, email, nothing } from './fields.ts';
import { command, type ProcedureMap, query } from './procedure.ts';

/** How the answer of the sign-in page comes back: in-app window, system browser with a loopback address, or pasted. */
export const loginMethodSchema = z.enum(['window', 'browser', 'paste']);

const loginId = z.string().min(1).max(100);

/** Who signed in. With `otherThanAsked` it was somebody else, who is filed under their own identity. */
export const signedInSchema = z.object({
  accountId: z.string(),
  askedFor: z.string().nullable(),
  signedInAs: z.string().nullable(),
  otherThanAsked: z.boolean(),
  renewed: z.boolean().describe('The account had signed in before'),
  expiresAt: z.number().nullable(),
});

const loginStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting') }),
  z.object({ kind: z.literal('completing') }),
  z.object({ kind: z.literal('succeeded'), signedIn: signedInSchema }),
  z.object({ kind: z.literal('failed'), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('expired') }),
]);

/** A sign-in that waits, or one that ended a while ago. Times are ms since the epoch. */
export const loginSchema = z.object({
  loginId: z.string(),
  provider: z.string(),
  method: loginMethodSchema,
  askedFor: z.string().nullable(),
  authorizationUrl: z.string(),
  startedAt: z.number(),
  expiresAt: z.number(),
  state: loginStateSchema,
});

/** Signing in, step by step. */
export const loginProcedures = {
  'login.begin': command({
    summary: 'Starts a sign-in and answers with the address to open; it waits for ten minutes.',
    input: z.strictObject({
      provider: displayName
        .optional()
        .describe('An OAuth provider, or an entry that uses one. Default: the first OAuth provider'),
      accountEmail: email.optional().describe('Who is expected to sign in'),
      method: loginMethodSchema
        .optional()
        .describe(
          'Default: browser where the redirect URI of the settings leads to this machine, else paste',
        ),
    }),
    output: loginSchema,
  }),
  'login.switchMethod': command({
    summary: 'Goes on with a waiting sign-in in another way; the address to open changes.',
    input: z.strictObject({ loginId, method: loginMethodSchema }),
    output: loginSchema,
  }),
  'login.complete': command({
    summary: 'Ends a sign-in with what the page showed: a code, `code#state`, or the whole callback address.',
    input: z.strictObject({
      loginId: loginId
        .optional()
        .describe('Default: the one whose state the code carries, else the only one'),
      code: z.string().trim().min(1).max(8192),
      accountEmail: email.optional().describe('Who was expected, where the beginning did not say'),
    }),
    output: signedInSchema,
  }),
  'login.cancel': command({
    summary: 'Gives up a sign-in.',
    input: z.strictObject({ loginId }),
    output: nothing,
  }),
  'login.find': query({
    summary: 'One sign-in, while it waits and for a while after it ended.',
    input: z.strictObject({ loginId }),
    output: loginSchema,
  }),
  'login.list': query({
    summary: 'Sign-ins that wait or ended a while ago, newest first.',
    input: z.strictObject({}),
    output: z.object({ logins: z.array(loginSchema) }),
  }),
} satisfies ProcedureMap;
