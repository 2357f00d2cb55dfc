import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { FixtureServer } from './fixture-server.ts';
import { after, NOW } from './scenes.ts';

type Report = ProcedureOutput<'usage.report'>;
type Row = Report['rows'][number];
type Prices = ProcedureOutput<'usage.prices'>;

const NOTHING: Report['total'] = {
  requests: 0,
  failed: 0,
  failedOver: 0,
  incomplete: 0,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadInputTokens: 0,
  cacheCreationInputTokens: 0,
  costUsd: 0,
  unpricedRequests: 0,
};

const NAMES = {
  account: ['work@studio.dev', 'me@home.dev', 'API key · Studio'],
  model: ['claude-opus-5-5', 'claude-sonnet-4-5', 'vendor-model-name'],
  key: [null, 'studio-site', 'nightly'],
} as const;

/** Plausible use: the same numbers at every run, more on some days than on others. */
function row(from: number, group: number, by: keyof typeof NAMES, weight: number): Row {
  const unpriced = by === 'model' && group === 2;
  return {
    accountId: by === 'account' ? `account${group}` : null,
    account: by === 'account' ? (NAMES.account[group] ?? null) : null,
    model: by === 'model' ? (NAMES.model[group] ?? null) : null,
    keyName: by === 'key' ? (NAMES.key[group] ?? null) : null,
    from,
    requests: Math.round(31 * weight) + 1,
    failed: Math.round(weight),
    failedOver: Math.round(2 * weight),
    incomplete: 0,
    inputTokens: Math.round(18_400 * weight),
    outputTokens: Math.round(41_300 * weight),
    cacheReadInputTokens: Math.round(2_104_000 * weight),
    cacheCreationInputTokens: Math.round(96_000 * weight),
    costUsd: unpriced ? 0 : 2.31 * weight,
    unpricedRequests: unpriced ? Math.round(31 * weight) + 1 : 0,
  };
}

function sumOf(rows: readonly Row[]): Report['total'] {
  const sum = { ...NOTHING };
  for (const each of rows)
    for (const field of Object.keys(NOTHING) as (keyof typeof NOTHING)[]) sum[field] += each[field];
  return sum;
}

/** Lets the core report a use that grows and shrinks over the days; with `empty` there was none. */
export function answerUsage(core: FixtureServer, { empty = false, available = true } = {}): void {
  core.handle('usage.report', ({ since, by }) => {
    const group = by.includes('model') ? 'model' : by.includes('key') ? 'key' : 'account';
    const stepMs = by.includes('hour') ? 3_600_000 : 86_400_000;
    const rows: Row[] = [];
    for (let from = since, index = 0; !empty && from <= NOW; from += stepMs, index++)
      for (const member of [0, 1, 2]) {
        const weight = (((index * 7 + member * 5) % 11) / 11) * [1, 0.6, 0.15][member]!;
        if (weight > 0.05) rows.push(row(from, member, group, weight));
      }
    return { since, until: NOW, rows, total: sumOf(rows), available };
  });
  core.handle('usage.windows', () => ({
    windows: empty
      ? []
      : [
          window('work00000001', 'work@studio.dev', '5h', 0.58, after(0, 1, 22), after(0, 0, 55), 0.92),
          window('work00000001', 'work@studio.dev', '7d', 0.24, after(4, 17, 41), null, 0.71),
          window('home00000002', 'me@home.dev', '5h', 1, after(0, 0, 22), null, 1),
          window('home00000002', 'me@home.dev', '7d_opus', null, null, null, null),
        ],
  }));
  answerPrices(core);
}

function window(
  accountId: string,
  account: string,
  name: string,
  utilization: number | null,
  resetsAt: number | null,
  fullAt: number | null,
  ownShare: number | null,
): ProcedureOutput<'usage.windows'>['windows'][number] {
  return {
    accountId,
    account,
    window: name,
    utilization,
    resetsAt,
    fullAt,
    ownShare,
    requests: 214,
    tokens: 9_204_000,
  };
}

const BUILT_IN: Prices['prices'] = [
  {
    model: 'claude-opus-5-5*',
    inputUsd: 4,
    outputUsd: 20,
    cacheReadUsd: 0.2,
    cacheWrite5mUsd: 5,
    cacheWrite1hUsd: 8,
  },
  {
    model: 'claude-sonnet-4*',
    inputUsd: 3,
    outputUsd: 15,
    cacheReadUsd: 0.3,
    cacheWrite5mUsd: 3.75,
    cacheWrite1hUsd: 6,
  },
];

function answerPrices(core: FixtureServer): void {
  let edited: Prices['prices'] = [];
  core.handle('usage.prices', () => ({
    asOf: edited.length > 0 ? new Date(NOW).toISOString() : '2026-10-24',
    edited: edited.length > 0,
    prices: edited.length > 0 ? edited : BUILT_IN,
  }));
  core.handle('usage.setPrices', ({ prices }) => {
    edited = prices;
    return {};
  });
}
