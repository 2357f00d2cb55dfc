/** The shape of `state.json`: what the registry remembers between two runs. It holds no secret. */
import { z } from 'zod';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { RECENT_QUARTERS, type SavedCounters } from './account-counters.ts';
import type { AccountHealth } from './account-health.ts';
import type { AccountKey } from './account-id.ts';

/** One account as it is stored. */
export interface SavedAccount {
  readonly id: string;
  readonly key: AccountKey;
  /** Address of an entry with a key of its own, by which a renamed entry is recognised; null for OAuth entries. */
  readonly baseUrl: string | null;
  /** False for an account that the settings no longer name: its id and counts are kept for its return. */
  readonly present: boolean;
  /** Which issue of its secret the health below was learnt with; null before the first. */
  readonly secretIssue: string | null;
  readonly health: AccountHealth;
  readonly windows: readonly QuotaWindow[];
  readonly counters: SavedCounters;
}

const FORMAT_VERSION = 1;

const time = z.number().nonnegative();
const count = z.int().nonnegative();
const period = { since: time, until: time };

const needsLoginCause = z.enum(['refresh-token-invalid', 'key-refused', 'not-signed-in', 'secret-missing']);
const cooldownCause = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('quota'), claim: z.string() }),
  z.strictObject({ kind: z.literal('out-of-credit'), status: z.int() }),
  z.strictObject({ kind: z.literal('token-refused'), status: z.int() }),
]);
const cooldownScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('account') }),
  z.strictObject({ kind: z.literal('model-family'), family: z.string() }),
]);
const health: z.ZodType<AccountHealth> = z.strictObject({
  needsLogin: z.strictObject({ cause: needsLoginCause, since: time }).nullable(),
  cooldowns: z.array(z.strictObject({ cause: cooldownCause, scope: cooldownScope, ...period })),
  throttle: z.strictObject(period).nullable(),
  ejection: z.strictObject({ failures: count, ...period }).nullable(),
  // Absent in files of versions that knew no ramp.
  reopened: z
    .strictObject({ scope: cooldownScope, ...period })
    .nullable()
    .default(null),
  failureStreak: count,
  ejectionCount: count,
  tokenRefusals: count,
  creditRefusals: count,
});
const quotaWindow: z.ZodType<QuotaWindow> = z.strictObject({
  name: z.string(),
  utilization: z.number().min(0).max(1).nullable(),
  resetsAt: time.nullable(),
  status: z.string().nullable(),
  source: z.enum(['response-headers', 'usage-endpoint']),
  readAt: time,
});
const counters: z.ZodType<SavedCounters> = z.strictObject({
  requestsTotal: count,
  failuresTotal: count,
  localFailuresTotal: count,
  lastUsedAt: time.nullable(),
  requestsToday: count,
  dayStartsAt: z.number(),
  recentQuarters: z.array(count).length(RECENT_QUARTERS),
  lastQuarter: count,
});
const savedAccount: z.ZodType<SavedAccount> = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{12}$/),
  key: z.strictObject({ provider: z.string(), identity: z.string() }),
  baseUrl: z.string().nullable(),
  present: z.boolean(),
  secretIssue: z.string().nullable(),
  health,
  windows: z.array(quotaWindow),
  counters,
});
const stateFile = z.strictObject({ version: z.literal(FORMAT_VERSION), accounts: z.array(savedAccount) });

/** The text of `state.json`. */
export function formatSavedAccounts(accounts: readonly SavedAccount[]): string {
  return `${JSON.stringify({ version: FORMAT_VERSION, accounts })}\n`;
}

/** Reads the text of `state.json`; anything that this version would not have written is `damaged`. */
export function parseSavedAccounts(text: string): Result<readonly SavedAccount[], 'damaged'> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail('damaged', 'It is not valid JSON.');
  }
  const parsed = stateFile.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fail('damaged', `Unexpected content at ${issue?.path.map(String).join('.') || 'the top'}.`);
  }
  const { accounts } = parsed.data;
  const ids = new Set(accounts.map((account) => account.id));
  return ids.size === accounts.length ? ok(accounts) : fail('damaged', 'Two accounts have the same id.');
}
