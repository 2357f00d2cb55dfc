import type { AttemptFacts, PassedOver, RequestFacts } from '../../../src-shared/model/request-facts.ts';
import type { SqlValue } from './sql-database.ts';
import { SUM_COLUMNS, type UsageSums } from './usage-sums.ts';

/** By what requests are told apart in sums; an absent value is the empty text. */
export interface UsageKey {
  readonly account_id: string;
  /** The name that was sent upstream, and thus the one that was billed. */
  readonly model: string;
  readonly key_name: string;
}

/** A row of the table `requests`, the sums left out. */
interface RequestRow extends UsageKey, UsageSums {
  readonly id: string;
  readonly started_at: number;
  readonly method: string;
  readonly path: string;
  readonly model_asked: string | null;
  readonly model_served: string | null;
  readonly stream: number;
  readonly session: string | null;
  readonly route: string | null;
  readonly attempts: string;
  readonly passed_over: string;
  readonly status: number | null;
  readonly outcome: RequestFacts['outcome'];
  readonly first_byte_ms: number | null;
  readonly added_ms: number | null;
  readonly duration_ms: number;
  readonly reported: number;
  readonly incomplete: number;
}

/** All columns but `seq`, in the order of `requestValues`. */
export const REQUEST_COLUMNS = [
  'id',
  'started_at',
  'method',
  'path',
  'model_asked',
  'model_served',
  'stream',
  'session',
  'route',
  'attempts',
  'passed_over',
  'status',
  'outcome',
  'first_byte_ms',
  'added_ms',
  'duration_ms',
  'reported',
  'incomplete',
  'account_id',
  'model',
  'key_name',
  ...SUM_COLUMNS,
] as const satisfies readonly (keyof RequestRow)[];

/** The key under which a request is added up. */
export function usageKeyOf(facts: RequestFacts): UsageKey {
  return {
    account_id: facts.accountId ?? '',
    model: facts.modelServed ?? facts.model ?? '',
    key_name: facts.keyName ?? '',
  };
}

/** Facts as a row; `session` is the hash of the session id, `key` and `sums` are those of the facts. */
export function requestValues(
  facts: RequestFacts,
  session: string | null,
  key: UsageKey,
  sums: UsageSums,
): readonly SqlValue[] {
  const row: RequestRow = {
    id: facts.id,
    started_at: Math.round(facts.startedAt),
    method: facts.method,
    path: facts.path,
    model_asked: facts.model,
    model_served: facts.modelServed,
    stream: Number(facts.stream),
    session,
    route: facts.route,
    attempts: JSON.stringify(facts.attempts),
    passed_over: JSON.stringify(facts.passedOver),
    status: facts.status,
    outcome: facts.outcome,
    first_byte_ms: facts.firstByteMs,
    added_ms: facts.addedMs,
    duration_ms: facts.durationMs,
    reported: Number(facts.usage !== null),
    incomplete: Number(facts.incomplete),
    ...key,
    ...sums,
  };
  return REQUEST_COLUMNS.map((column) => row[column]);
}

/** A row as facts; the session id is its hash. */
export function factsOfRow(value: unknown): RequestFacts {
  const row = value as RequestRow;
  return {
    id: row.id,
    startedAt: row.started_at,
    method: row.method,
    path: row.path,
    model: row.model_asked,
    modelServed: row.model_served,
    keyName: row.key_name === '' ? null : row.key_name,
    stream: row.stream === 1,
    sessionId: row.session,
    route: row.route,
    attempts: JSON.parse(row.attempts) as AttemptFacts[],
    passedOver: JSON.parse(row.passed_over) as PassedOver[],
    accountId: row.account_id === '' ? null : row.account_id,
    status: row.status,
    outcome: row.outcome,
    firstByteMs: row.first_byte_ms,
    addedMs: row.added_ms,
    durationMs: row.duration_ms,
    usage:
      row.reported === 0
        ? null
        : {
            inputTokens: row.input_tokens,
            outputTokens: row.output_tokens,
            cacheReadInputTokens: row.cache_read_tokens,
            cacheCreationInputTokens: row.cache_write_tokens,
            cacheCreation5mInputTokens: row.cache_write_5m_tokens,
            cacheCreation1hInputTokens: row.cache_write_1h_tokens,
          },
    incomplete: row.incomplete === 1,
  };
}
