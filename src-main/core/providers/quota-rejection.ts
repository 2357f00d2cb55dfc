/** What a 429 with subscription headers says: which window is spent, for what, and until when. */
import type { CooldownScope } from '../../../src-shared/model/routing-reason.ts';
import type { AttemptOutcome } from './attempt-outcome.ts';
import { modelFamily } from './model-family.ts';
import { parseReset, plainWord, readQuotaWindows } from './quota-headers.ts';
import type { ResponseHead } from './response-head.ts';

const PREFIX = 'anthropic-ratelimit-unified-';

/** Stands in the reason where the upstream named no window: then the account itself is meant. */
const UNNAMED_CLAIM = 'unnamed';

/** Windows of the whole account, by the names of claims and of headers. */
const ACCOUNT_CLAIMS: ReadonlySet<string> = new Set([
  'five_hour',
  'seven_day',
  'overage',
  '5h',
  '7d',
  UNNAMED_CLAIM,
]);
/** A weekly window of one model family, e.g. `seven_day_opus`, `7d_sonnet`. */
const FAMILY_CLAIM = /^(?:seven_day|7d|five_hour|5h)_(opus|sonnet|haiku)$/;

/** The headers' name of a window for the claims whose name differs from it. */
const WINDOW_OF_CLAIM: ReadonlyMap<string, string> = new Map([
  ['five_hour', '5h'],
  ['seven_day', '7d'],
  ['seven_day_opus', '7d_opus'],
  ['seven_day_sonnet', '7d_sonnet'],
  ['seven_day_overage_included', '7d_oi'],
]);

/** The quota rejection that a 429's headers state, or null where they state none. */
export function readQuotaRejection(
  head: ResponseHead,
  model: string | null,
  now: number,
): Extract<AttemptOutcome, { kind: 'quota-rejected' }> | null {
  const { headers } = head;
  if (headers.get(`${PREFIX}status`) !== 'rejected') return null;
  const windows = readQuotaWindows(headers, now);
  const claim =
    plainWord(headers.get(`${PREFIX}representative-claim`)) ??
    windows.find((window) => window.status === 'rejected' && window.name !== 'overage')?.name ??
    UNNAMED_CLAIM;
  // A reset that is stated but useless is not replaced by a guess: the base cooldown follows then.
  const stated =
    headers.get(`${PREFIX}reset`) ?? headers.get(`${PREFIX}${WINDOW_OF_CLAIM.get(claim) ?? claim}-reset`);
  return {
    kind: 'quota-rejected',
    claim,
    scope: scopeOfClaim(claim, model),
    resetsAt: parseReset(stated, now),
    windows,
  };
}

/**
 * What a spent window closes. A claim that nobody has heard of closes only the family that was asked for: if
 * it does hold for the whole account, the next family learns that with one cheap 429, while the opposite
 * mistake would take a working account away.
 */
function scopeOfClaim(claim: string, model: string | null): CooldownScope {
  const named = FAMILY_CLAIM.exec(claim)?.[1];
  if (named !== undefined) return { kind: 'model-family', family: named };
  if (ACCOUNT_CLAIMS.has(claim) || model === null) return { kind: 'account' };
  return { kind: 'model-family', family: modelFamily(model) };
}
