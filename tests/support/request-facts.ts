import type { RequestFacts, TokenUsage } from '../../src-shared/model/request-facts.ts';

/** A usage report with these counts and zero elsewhere. */
export function tokenUsage(counts: Partial<TokenUsage> = {}): TokenUsage {
  return {
    inputTokens: 0,
    outputTokens: 0,
    cacheReadInputTokens: 0,
    cacheCreationInputTokens: 0,
    cacheCreation5mInputTokens: 0,
    cacheCreation1hInputTokens: 0,
    ...counts,
  };
}

/** The facts of a request that went well, with these differences. */
export function requestFacts(id: string, more: Partial<RequestFacts> = {}): RequestFacts {
  const accountId = more.accountId === undefined ? 'work' : more.accountId;
  return {
    id,
    startedAt: Date.UTC(2026, 10, 22, 12, 0, 0),
    method: 'POST',
    path: '/v1/messages',
    model: 'claude-opus-5-5',
    modelServed: more.model === undefined ? 'claude-opus-5-5' : more.model,
    keyName: null,
    stream: true,
    sessionId: null,
    route: null,
    attempts:
      accountId === null
        ? []
        : [
            {
              accountId,
              reason: { kind: 'in-order', place: 1 },
              outcome: 'succeeded',
              status: 200,
              durationMs: 12.5,
            },
          ],
    passedOver: [],
    accountId,
    status: 200,
    outcome: 'succeeded',
    firstByteMs: 20.25,
    addedMs: 0.4,
    durationMs: 100,
    usage: tokenUsage({ inputTokens: 10, outputTokens: 5 }),
    incomplete: false,
    ...more,
  };
}
