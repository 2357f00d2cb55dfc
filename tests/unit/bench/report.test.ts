import { describe, expect, it } from 'vitest';
import { judge, type Target } from '../../bench/bench.ts';
import { type RunFacts, reportText, targetsText } from '../../bench/report.ts';
import { formatNumber, formatSeries } from '../../bench/table-text.ts';

const target = (rule: Target['rule'], value: number | null, unit = '×'): Target => ({
  claim: 'Something',
  rule,
  limit: 0.7,
  unit,
  value,
});

const FACTS: RunFacts = {
  date: new Date('2026-11-22T10:00:00Z'),
  tookMs: 600_000,
  machine: {
    processor: 'Some processor',
    cores: 2,
    memoryBytes: 8 * 1024 ** 3,
    system: 'Linux',
    node: 'v24.21.0',
  },
  rotaVersion: '0.1.0',
  nginxVersion: null,
  rounds: 5,
  measureMs: 800,
  noise: null,
};

describe('the report of the benchmark', () => {
  it('passes what reaches its target exactly and misses what does not', () => {
    expect(judge(target('at most', 0.7))).toBe('pass');
    expect(judge(target('at most', 0.701))).toBe('miss');
    expect(judge(target('at least', 0.7))).toBe('pass');
    expect(judge(target('at least', 0.699))).toBe('miss');
    expect(judge(target('at least', null))).toBe('not measured');
  });

  it('prints target, limit and verdict side by side', () => {
    const text = targetsText([target('at most', 0.655), target('at least', null, 'ms')]);
    expect(text).toContain('| Something | 0.655 × | ≤ 0.7 × | pass |');
    expect(text).toContain('| Something | – | ≥ 0.7 ms | not measured |');
  });

  it('prints three digits that count, and thousands apart', () => {
    expect([0.0123, 1.2345, 12.345, 123.45, 12345.6].map(formatNumber)).toEqual([
      '0.012',
      '1.23',
      '12.3',
      '123',
      '12,346',
    ]);
  });

  it('prints a median with its range, and a dash for what did not take part', () => {
    expect(formatSeries([3, 1, 2])).toBe('2.00 (1.00–3.00)');
    expect(formatSeries(null)).toBe('–');
  });

  it('says that a scenario broke off, and why', () => {
    const scenario = {
      id: 'small',
      title: 'Small',
      about: 'About.',
      run: () => Promise.reject(new Error('unused')),
    };
    const text = reportText(FACTS, [{ scenario, result: { failure: 'rota: status 502' } }]);
    expect(text).toContain('**Small** broke off, so its targets are not reached.');
    expect(text).toContain('**Broke off:** rota: status 502');
  });

  it('warns when others used the machine', () => {
    const calm = { median: 0.02, min: 0, max: 0.1 };
    const busy = { median: 0.9, min: 0, max: 1.8 };
    expect(reportText({ ...FACTS, noise: { otherShare: calm, stolenShare: calm } }, [])).not.toContain(
      'disturbed',
    );
    expect(reportText({ ...FACTS, noise: { otherShare: busy, stolenShare: calm } }, [])).toContain(
      'this run was disturbed',
    );
  });
});
