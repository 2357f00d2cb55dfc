import { MAX_RECENT_REQUESTS } from '../../../src-shared/contract/gateway.ts';
import type { AttemptFacts, RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { FixtureServer } from './fixture-server.ts';
import { NOW } from './scenes.ts';

const WORK = 'work00000001';
const HOME = 'home00000002';
const KEY = 'key000000003';

/** A request that went well, with whatever the scene needs changed. */
export function request(id: string, changes: Partial<RequestFacts> = {}): RequestFacts {
  return {
    id,
    startedAt: NOW - 30_000,
    method: 'POST',
    path: '/v1/messages',
    model: 'claude-sonnet-4-5',
    modelServed: 'claude-sonnet-4-5',
    keyName: null,
    stream: true,
    sessionId: 'b7a9c1f0',
    route: null,
    attempts: [tried(WORK, 'succeeded', 200, 640)],
    passedOver: [],
    accountId: WORK,
    status: 200,
    outcome: 'succeeded',
    firstByteMs: 640,
    addedMs: 0.8,
    durationMs: 12_400,
    usage: {
      inputTokens: 412,
      outputTokens: 1_204,
      cacheReadInputTokens: 84_210,
      cacheCreationInputTokens: 2_048,
      cacheCreation5mInputTokens: 2_048,
      cacheCreation1hInputTokens: 0,
    },
    incomplete: false,
    ...changes,
  };
}

function tried(accountId: string, outcome: string, status: number | null, durationMs: number): AttemptFacts {
  const reason =
    accountId === WORK
      ? ({ kind: 'session-affinity' } as const)
      : ({ kind: 'in-order', place: accountId === HOME ? 2 : 3 } as const);
  return { accountId, reason, outcome, status, durationMs };
}

/** One of each kind that the page tells apart, newest first. */
export function everydayRequests(): RequestFacts[] {
  const ago = (seconds: number) => NOW - seconds * 1000;
  return [
    request('req_newest', { startedAt: ago(8), keyName: 'studio-site' }),
    request('req_switched', {
      startedAt: ago(41),
      model: 'claude-opus-5-5',
      modelServed: 'claude-opus-5-5',
      route: '*opus*',
      attempts: [tried(HOME, 'quota-rejected', 429, 210), tried(WORK, 'succeeded', 200, 790)],
      firstByteMs: 1_010,
      durationMs: 34_900,
      passedOver: [
        {
          accountId: 'old000000004',
          reason: { kind: 'needs-login', cause: 'refresh-token-invalid', since: ago(18_000) },
        },
      ],
    }),
    request('req_unserved', {
      startedAt: ago(95),
      attempts: [tried(WORK, 'upstream-failed', 502, 1_204), tried(KEY, 'local-origin-failed', null, 31)],
      accountId: null,
      status: 502,
      outcome: 'own-error',
      firstByteMs: null,
      addedMs: null,
      durationMs: 1_260,
      usage: null,
    }),
    request('req_relayed', {
      startedAt: ago(140),
      attempts: [tried(WORK, 'rejected', 400, 88)],
      status: 400,
      outcome: 'relayed-error',
      stream: false,
      firstByteMs: 88,
      durationMs: 90,
      usage: null,
    }),
    request('req_stopped', {
      startedAt: ago(260),
      outcome: 'client-aborted',
      durationMs: 4_300,
      incomplete: true,
    }),
    request('req_broken', {
      startedAt: ago(600),
      outcome: 'broken-stream',
      durationMs: 61_000,
      incomplete: true,
    }),
    request('req_count', {
      startedAt: ago(7_400),
      path: '/v1/messages/count_tokens',
      model: 'claude-haiku-4-5',
      modelServed: 'vendor-model-name',
      accountId: KEY,
      attempts: [tried(KEY, 'succeeded', 200, 120)],
      stream: false,
      firstByteMs: 120,
      durationMs: 121,
      usage: null,
    }),
  ];
}

/** As many requests as asked for, newest first. */
export function manyRequests(count: number): RequestFacts[] {
  return Array.from({ length: count }, (_, index) =>
    request(`req_${count - index}`, {
      startedAt: NOW - index * 7_000,
      durationMs: 400 + ((index * 977) % 40_000),
    }),
  );
}

/**
 * Answers with the newest of a list that the test may replace; `finish` adds one in front and says so. Those of
 * `history` are found by their id only.
 */
export function answerRequests(
  core: FixtureServer,
  given: readonly RequestFacts[],
  history: readonly RequestFacts[] = [],
) {
  let requests = [...given];
  core.handle('requests.find', ({ id }) => ({
    request: [...requests, ...history].find((each) => each.id === id) ?? null,
  }));
  core.handle('requests.recent', ({ limit }) => ({ requests: requests.slice(0, limit) }));
  core.publish({ finishedRequests: given.length });
  return {
    finish(...newest: RequestFacts[]) {
      requests = [...newest, ...requests].slice(0, MAX_RECENT_REQUESTS);
      core.publish({ finishedRequests: core.snapshot.finishedRequests + newest.length });
    },
  };
}
