import { describe, expect, it } from 'vitest';
import {
  Comparison,
  coreShare,
  cpuPerRequestUs,
  firstByteP50Ms,
  medianOrNull,
  requestsPerSecond,
} from '../../bench/comparison.ts';
import type { LoadResult } from '../../bench/load-job.ts';

function result(firstByteMs: number, requests = 100, subjectCpuMs = 50): LoadResult {
  return {
    elapsedMs: 500,
    requests,
    events: 0,
    firstByteMs: { p50: firstByteMs, p90: firstByteMs, p99: firstByteMs, max: firstByteMs },
    eventDelayMs: null,
    failures: 0,
    firstFailure: null,
    cpuMs: { subject: subjectCpuMs, load: 10, upstream: 20 },
    otherBusyMs: 0,
    stolenMs: 0,
    spans: [],
  };
}

describe('comparing what the rounds said', () => {
  const comparison = new Comparison(
    new Map([
      ['direct', [result(1), result(10)]],
      ['nginx', [result(2), result(12)]],
      ['rota', [result(4), result(18)]],
    ]),
  );

  it('subtracts the direct way within the round before it forms a ratio', () => {
    expect(comparison.added('rota', firstByteP50Ms)).toEqual([3, 8]);
    expect(comparison.addedRatios('rota', 'nginx', firstByteP50Ms)).toEqual([3, 4]);
    expect(medianOrNull(comparison.addedRatios('rota', 'nginx', firstByteP50Ms))).toBe(3.5);
  });

  it('says nothing about who did not take part', () => {
    expect(comparison.ratios('rota', 'node pipe', firstByteP50Ms)).toBeNull();
    expect(comparison.series('node pipe', requestsPerSecond)).toBeNull();
    expect(medianOrNull(null)).toBeNull();
  });

  it('says nothing where the other side added nothing that could be measured', () => {
    const faster = new Comparison(
      new Map([
        ['direct', [result(2)]],
        ['nginx', [result(2)]],
        ['rota', [result(3)]],
      ]),
    );
    expect(faster.addedRatios('rota', 'nginx', firstByteP50Ms)).toBeNull();
  });

  it('states rates a second, CPU a request in microseconds and shares of one core in percent', () => {
    expect(requestsPerSecond(result(1))).toBe(200);
    expect(cpuPerRequestUs(result(1))).toBe(500);
    expect(coreShare('upstream')(result(1))).toBe(4);
  });
});
