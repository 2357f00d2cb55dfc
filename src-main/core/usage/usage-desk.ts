import type { HandlerInput, ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';
import type { Clock } from '../lib/clock.ts';
import type { Result } from '../lib/result.ts';
import type { HistoryReader } from './history-reader.ts';
import { ownShare } from './own-share.ts';
import type { PriceBook } from './price-book.ts';
import type { ModelPrice, PriceTable } from './price-table.ts';
import type { UsageHistory } from './usage-history.ts';
import type { UsageRow } from './usage-report.ts';
import { addSums, noUsage, tokensOf } from './usage-sums.ts';
import { fullAt } from './window-forecast.ts';
import { countsTowards, windowSpan } from './window-span.ts';

type Report = ProcedureOutput<'usage.report'>;
type WindowUse = ProcedureOutput<'usage.windows'>['windows'][number];

export interface UsageDeskOptions {
  readonly history: Pick<UsageHistory, 'ask'>;
  readonly prices: PriceBook;
  readonly accounts: () => readonly AccountSnapshot[];
  readonly clock: Pick<Clock, 'now'>;
}

/** Answers the questions about usage that people ask. */
export class UsageDesk {
  readonly #options: UsageDeskOptions;

  constructor(options: UsageDeskOptions) {
    this.#options = options;
  }

  async report({ since, until, by }: HandlerInput<'usage.report'>): Promise<Report> {
    const { history, prices, clock } = this.#options;
    const span = { since, until: until ?? clock.now() + 1 };
    const { table } = await prices.current();
    const found = await history.ask((reader) => ({
      rows: reader.report({ ...span, by }, table),
      names: reader.names(),
    }));
    const nameOf = this.#names(found?.names);
    const rows = found?.rows ?? [];
    return {
      ...span,
      rows: rows.map((row) => ({
        accountId: row.accountId,
        account: row.accountId === null ? null : nameOf(row.accountId),
        model: row.model,
        keyName: row.keyName,
        from: row.from,
        ...sumFields(row),
      })),
      total: sumFields(totalOf(rows)),
      available: found !== null,
    };
  }

  async windows(): Promise<ProcedureOutput<'usage.windows'>> {
    const { history, prices, accounts } = this.#options;
    const { table } = await prices.current();
    const uses = (reader: HistoryReader | null) =>
      accounts().flatMap((account) =>
        account.windows.map((window) => this.#windowUse(account, window, reader, table)),
      );
    return { windows: (await history.ask(uses)) ?? uses(null) };
  }

  async prices(): Promise<ProcedureOutput<'usage.prices'>> {
    const { asOf, edited, prices } = await this.#options.prices.current();
    return { asOf, edited, prices: prices.map((price) => ({ ...price })) };
  }

  setPrices(prices: readonly ModelPrice[]): Promise<Result<void, ErrorCode>> {
    return this.#options.prices.replace(prices);
  }

  #windowUse(
    account: AccountSnapshot,
    window: QuotaWindow,
    reader: HistoryReader | null,
    prices: PriceTable,
  ): WindowUse {
    const now = this.#options.clock.now();
    const span = windowSpan(window.name);
    const isOver = window.resetsAt !== null && window.resetsAt <= now;
    const since = span === null || window.resetsAt === null ? null : window.resetsAt - span.lengthMs;
    const sums = noUsage();
    if (reader && span && since !== null && !isOver) {
      const query = { since, until: now + 1, by: ['model'], accountId: account.id } as const;
      for (const row of reader.report(query, prices)) {
        if (countsTowards(span, row.model ?? '')) addSums(sums, row.sums);
      }
    }
    const isKnown = reader && since !== null && !isOver;
    return {
      accountId: account.id,
      account: account.name,
      window: window.name,
      utilization: isOver ? null : window.utilization,
      resetsAt: window.resetsAt,
      fullAt: fullAt(window, now),
      ownShare: isKnown ? ownShare(reader.readings(account.id, window.name, since)) : null,
      requests: sums.requests,
      tokens: tokensOf(sums),
    };
  }

  /** An account's name now, else its last known one, else its id. */
  #names(known: ReadonlyMap<string, string> = new Map()): (id: string) => string {
    const present = new Map(this.#options.accounts().map(({ id, name }) => [id, name]));
    return (id) => present.get(id) ?? known.get(id) ?? id;
  }
}

function totalOf(rows: readonly UsageRow[]): Pick<UsageRow, 'sums' | 'costUsd' | 'unpricedRequests'> {
  const sums = noUsage();
  let costUsd = 0;
  let unpricedRequests = 0;
  for (const row of rows) {
    addSums(sums, row.sums);
    costUsd += row.costUsd;
    unpricedRequests += row.unpricedRequests;
  }
  return { sums, costUsd, unpricedRequests };
}

function sumFields({
  sums,
  costUsd,
  unpricedRequests,
}: Pick<UsageRow, 'sums' | 'costUsd' | 'unpricedRequests'>): Report['total'] {
  return {
    requests: sums.requests,
    failed: sums.failed,
    failedOver: sums.failed_over,
    incomplete: sums.broken,
    inputTokens: sums.input_tokens,
    outputTokens: sums.output_tokens,
    cacheReadInputTokens: sums.cache_read_tokens,
    cacheCreationInputTokens: sums.cache_write_tokens,
    costUsd,
    unpricedRequests,
  };
}
