import { z } from 'zod';
import type { AccountSnapshot } from '../model/account.ts';
import type { QuotaWindow } from '../model/quota-window.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Covers } from './covers.ts';
import { noticeSchema } from './notice-schema.ts';
import { routingReasonSchema } from './routing-reason-schema.ts';
import { strategySchema } from './strategy-schema.ts';

const quotaWindow = z.object({
  name: z.string(),
  utilization: z.number().nullable(),
  resetsAt: z.number().nullable(),
  status: z.string().nullable(),
  source: z.enum(['response-headers', 'usage-endpoint']),
  readAt: z.number(),
});

/** A `QuotaWindow` on the wire. */
export const quotaWindowSchema: z.ZodType<QuotaWindow> = quotaWindow;

export type QuotaWindowOnWire = Covers<QuotaWindow, z.output<typeof quotaWindow>>;

const identitySchema = z.object({
  email: z.string().nullable(),
  accountUuid: z.string().nullable(),
  organizationUuid: z.string().nullable(),
  organizationName: z.string().nullable(),
  subscription: z.string().nullable(),
  rateLimitTier: z.string().nullable(),
});

/** How an account authenticates, on the wire. */
export const accountKindSchema = z.enum(['oauth', 'setup-token', 'bearer-token', 'api-key']);

/** The one word for an account's condition, on the wire. */
export const accountStateSchema = z.enum([
  'healthy',
  'cooling-down',
  'ejected',
  'needs-login',
  'out-of-credit',
  'disabled',
]);

const account = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  providerType: z.string(),
  kind: accountKindSchema,
  accountEmail: z.string().nullable(),
  identity: identitySchema.nullable(),
  place: z.int(),
  proxy: z.string().nullable(),
  hours: z.string().nullable(),
  maxConcurrentRequests: z.int().nullable(),
  enabled: z.boolean(),
  state: accountStateSchema,
  reason: routingReasonSchema.nullable(),
  restrictions: z.array(routingReasonSchema),
  cooldownUntil: z.number().nullable(),
  tokenExpiresAt: z.number().nullable(),
  windows: z.array(quotaWindowSchema),
  requestsTotal: z.int(),
  requestsToday: z.int(),
  failuresTotal: z.int(),
  lastUsedAt: z.number().nullable(),
  openRequests: z.int(),
});

/** An `AccountSnapshot` on the wire. */
export const accountSchema: z.ZodType<AccountSnapshot> = account;

export type AccountSnapshotOnWire = Covers<AccountSnapshot, z.output<typeof account>>;

const snapshot = z.object({
  revision: z.int(),
  version: z.string(),
  now: z.number(),
  baseUrl: z.string(),
  gateway: z.enum(['serving', 'paused', 'draining']),
  simulated: z.boolean(),
  readOnlyFile: z.string().nullable(),
  accounts: z.array(accountSchema),
  strategy: strategySchema,
  notices: z.array(noticeSchema),
  openRequests: z.int(),
  finishedRequests: z.int(),
  pendingLogins: z.array(
    z.object({
      loginId: z.string(),
      provider: z.string(),
      method: z.enum(['window', 'browser', 'paste']),
      askedFor: z.string().nullable(),
      expiresAt: z.number(),
    }),
  ),
});

/** A `Snapshot` on the wire. */
export const snapshotSchema: z.ZodType<Snapshot> = snapshot;

export type SnapshotOnWire = Covers<Snapshot, z.output<typeof snapshot>>;
