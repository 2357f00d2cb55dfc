import { describe, expect, it } from 'vitest';
import { judge, type Target } from '../../bench/bench.ts';
import { sectionText, targetsText } from '../../bench/report.ts';
import { formatNumber, formatSeries } from '../../bench/table-text.ts';

const target = (rule: Target['rule'], value: number | null, unit = '×'): Target => ({
  claim: 'Something',
  rule,
  limit: 0.7,
  unit,
  value,
});

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

  it('says why a scenario broke off', () => {
    const scenario = {
      id: 'small',
      title: 'Small',
      about: 'About.',
      run: () => Promise.reject(new Error('unused')),
    };
    expect(sectionText({ scenario, result: { failure: 'rota: status 502' } })).toContain(
      '**Broke off:** rota: status 502',
    );
  });
});
