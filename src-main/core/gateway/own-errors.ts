/**
 * The sentences that Claude Code's user reads when Rota itself has to answer. Each says what happened, and what
 * helps; `retry` follows what the client can usefully do by itself (PROTOCOL: it waits for a `retry-after` of
 * up to 60 seconds and stops at once beyond).
 */
import { assertNever } from '../../../src-shared/lib/assert-never.ts';
import type { ClosedReason, PlanEntry } from '../../../src-shared/model/routing-reason.ts';
import type { AttemptOutcome } from '../providers/attempt-outcome.ts';
import { nextFree } from '../routing/next-free.ts';
import type { OwnError } from './error-response.ts';

/** Longest `retry-after` that the client waits for by itself, in seconds. */
const CLIENT_WAITS_UP_TO_S = 60;
/** `retry-after` where every account that may serve has as many requests in flight as its user allows, in seconds. */
const FULL_RETRY_S = 1;
/** How many accounts a sentence names before it sums up the rest. */
const MAX_NAMED = 5;

export const PAUSED: OwnError = {
  status: 503,
  message: 'Rota is paused. Resume it on the dashboard.',
  retry: false,
};

export const DRAINING: OwnError = {
  status: 503,
  message: 'Rota is shutting down and takes no new requests.',
  retry: true,
  retryAfterSeconds: 1,
};

export const TOO_MANY_REQUESTS: OwnError = {
  status: 503,
  message: 'Rota has as many requests in flight as its settings allow (server.max_concurrent_requests).',
  retry: true,
  retryAfterSeconds: 1,
};

export const BAD_PATH: OwnError = {
  status: 400,
  message: 'This path cannot be forwarded: it has dot segments, backslashes or encoded separators.',
  retry: false,
};

/** A body over the limit, in bytes. */
export function bodyTooLarge(maxBytes: number): OwnError {
  const limit = Math.floor(maxBytes / (1024 * 1024));
  return {
    status: 413,
    message: `The request is larger than the ${limit} MB that Rota's settings allow (server.max_body_mb).`,
    retry: false,
  };
}

/**
 * Nobody may serve: who is free when, or what to do. `entries` are the passed-over lines of the plan, `signInFailed`
 * the account whose token could not be had on the way here.
 */
export function nobodyLeft(
  entries: readonly PlanEntry[],
  signInFailed: { readonly id: string; readonly name: string } | null,
  model: string | null,
  now: number,
): OwnError {
  if (signInFailed && !entries.some((entry) => entry.accountId === signInFailed.id)) {
    return signInUnavailable(signInFailed.name);
  }
  // Accounts behind a wall are nobody's business here: whose key it is gets to know its own accounts.
  const own = entries.filter(({ reason }) => reason.kind !== 'not-for-this-key');
  const wall = entries.find(({ reason }) => reason.kind === 'not-for-this-key')?.reason;
  if (own.length === 0 && wall?.kind === 'not-for-this-key') return keyLeadsNowhere(wall.keyName, model);
  return exhausted(own, model, now);
}

/** None of the key's accounts is a candidate: they were removed, or the routes lead elsewhere. */
function keyLeadsNowhere(keyName: string, model: string | null): OwnError {
  const what = model === null ? 'this request' : model;
  return {
    status: 403,
    message: `The client key "${keyName}" leads to no account that may serve ${what}. Bind it to others with "rota key client --only ACCOUNT --name NAME".`,
    retry: false,
  };
}

function exhausted(entries: readonly PlanEntry[], model: string | null, now: number): OwnError {
  const what = model === null ? '' : ` ${model}`;
  if (entries.length === 0) {
    return {
      status: 401,
      message: `Rota has no account for this request. Add one with "rota accounts add-key" or "rota login".`,
      retry: false,
    };
  }
  const { earliestAt, waiting, full, needAction } = nextFree(entries);
  const lines = [...full, ...waiting, ...needAction].map((entry) => describe(entry, now));
  const more = lines.length > MAX_NAMED ? `; and ${lines.length - MAX_NAMED} more` : '';
  const list = `${lines.slice(0, MAX_NAMED).join('; ')}${more}`;
  if (full.length > 0) {
    // The same 429 as for any other exhaustion, with the shortest wait: a request in flight may end at any moment.
    const message = `No account can serve${what} until one of its requests ends: ${list}.`;
    return { status: 429, message, retry: true, retryAfterSeconds: FULL_RETRY_S };
  }
  if (earliestAt === null) {
    return { status: 401, message: `No account can serve${what} now: ${list}.`, retry: false };
  }
  const seconds = Math.max(1, Math.ceil((earliestAt - now) / 1000));
  return {
    status: 429,
    message: `No account can serve${what} before ${clockText(earliestAt, now)}: ${list}.`,
    retry: seconds <= CLIENT_WAITS_UP_TO_S,
    retryAfterSeconds: seconds,
  };
}

function describe(entry: PlanEntry, now: number): string {
  return `${entry.accountName} ${describeReason(entry.reason as ClosedReason, now)}`;
}

function describeReason(reason: ClosedReason, now: number): string {
  switch (reason.kind) {
    case 'disabled':
      return 'is switched off';
    case 'terms-not-accepted':
      return 'waits for the terms note to be accepted (rota login --accept-terms)';
    case 'needs-login':
      return reason.cause === 'key-refused' || reason.cause === 'secret-missing'
        ? 'needs a new key (rota accounts add-key)'
        : 'needs to sign in (rota login)';
    case 'cooling-down':
      return `${coolingText(reason)} until ${clockText(reason.until, now)}`;
    case 'outside-hours':
      return `serves from ${reason.hours.replace('-', ' to ')} only, again from ${clockText(reason.until, now)}`;
    case 'at-capacity':
      return `has ${reason.open} of at most ${reason.limit} requests in flight`;
    case 'not-for-this-key':
      return `is not for the client key "${reason.keyName}"`;
    default:
      return assertNever(reason);
  }
}

function coolingText(reason: Extract<ClosedReason, { kind: 'cooling-down' }>): string {
  const family = reason.scope.kind === 'model-family' ? ` for ${reason.scope.family}` : '';
  switch (reason.cause.kind) {
    case 'quota':
      return `has reached its ${limitName(reason.cause.claim)}${family} and rests`;
    case 'out-of-credit':
      return 'is out of credit and rests';
    case 'token-refused':
      return 'had its sign-in refused and rests';
    default:
      return assertNever(reason.cause);
  }
}

/** `five_hour` → `five-hour limit`; a name we do not know is shown as it came, if it is a plain word. */
function limitName(claim: string): string {
  return /^[\w-]{1,40}$/.test(claim) ? `${claim.replaceAll('_', '-')} limit` : 'limit';
}

/** Local wall-clock time, with the weekday or date where it is not within the next 20 hours. */
function clockText(at: number, now: number): string {
  const far = at - now > 20 * 3_600_000;
  const format: Intl.DateTimeFormatOptions = far
    ? {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }
    : {
        hour: '2-digit',
        minute: '2-digit',
        ...(at - now < 120_000 && { second: '2-digit' }),
        hourCycle: 'h23',
      };
  return new Intl.DateTimeFormat('en-GB', format).format(at);
}

/** The last attempt brought no answer that could be relayed. */
export function withoutAnswer(
  outcome: AttemptOutcome,
  upstream: string,
  everyAttemptLocal: boolean,
): OwnError {
  const host = hostOf(upstream);
  if (outcome.kind === 'local-origin-failed') {
    const what = everyAttemptLocal ? `This machine seems to be offline: ${host}` : host;
    return {
      status: 502,
      message: `${what} could not be reached (${localCause(outcome.cause)}).`,
      retry: true,
    };
  }
  if (outcome.kind === 'upstream-failed') return upstreamFailed(outcome.cause, host);
  return { status: 502, message: `${host} gave no usable answer.`, retry: true };
}

function upstreamFailed(
  cause: Extract<AttemptOutcome, { kind: 'upstream-failed' }>['cause'],
  host: string,
): OwnError {
  switch (cause) {
    case 'timeout':
      return {
        status: 504,
        message: `${host} stayed silent for longer than timeout_seconds allows.`,
        retry: true,
      };
    case 'reset':
      return { status: 502, message: `${host} closed the connection before it answered.`, retry: true };
    case 'redirect':
      return {
        status: 502,
        message: `${host} answered with a redirect, which Rota does not follow with your credentials. Check base_url.`,
        retry: false,
      };
    case 'invalid-answer':
      return {
        status: 502,
        message: `${host} answered with something that is not valid HTTP or an empty stream.`,
        retry: true,
      };
    case 'stream-error':
    case 'status':
      return { status: 502, message: `${host} reported an error of its own.`, retry: true };
    default:
      return assertNever(cause);
  }
}

function localCause(cause: Extract<AttemptOutcome, { kind: 'local-origin-failed' }>['cause']): string {
  switch (cause) {
    case 'dns':
      return 'its name could not be resolved';
    case 'refused':
      return 'the connection was refused';
    case 'unreachable':
      return 'there is no route to it';
    case 'connect-timeout':
      return 'no connection within 10 seconds';
    case 'tls':
      return 'its certificate was not accepted';
    case 'proxy':
      return 'the proxy failed';
    default:
      return assertNever(cause);
  }
}

/** The account's token is at its end and could not be renewed just now. */
export function signInUnavailable(accountName: string): OwnError {
  return {
    status: 503,
    message: `The sign-in of ${accountName} could not be renewed just now; Rota goes on trying.`,
    retry: true,
    retryAfterSeconds: 5,
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the upstream';
}
