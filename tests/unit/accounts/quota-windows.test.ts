import { describe, expect, it } from 'vitest';
import { mergeWindows } from '../../../src-main/core/accounts/quota-windows.ts';
import type { QuotaWindow } from '../../../src-shared/model/quota-window.ts';

const now = 1_000_000;
const window = (name: string, fields: Partial<QuotaWindow> = {}): QuotaWindow => ({
  name,
  utilization: 0.5,
  resetsAt: now + 5_000,
  status: 'allowed',
  source: 'response-headers',
  readAt: now,
  ...fields,
});

describe('merging readings of quota windows', () => {
  it('replaces what is named and keeps what is not', () => {
    const merged = mergeWindows(
      [window('5h'), window('7d_fable')],
      [window('5h', { utilization: 0.6 })],
      now,
    );
    expect(merged.map(({ name, utilization }) => [name, utilization])).toEqual([
      ['5h', 0.6],
      ['7d_fable', 0.5],
    ]);
  });

  it('does not let an older reading win, e.g. that of a long stream', () => {
    const known = [window('5h', { utilization: 0.9 })];
    const late = window('5h', { utilization: 0.2, readAt: now - 1 });
    expect(mergeWindows(known, [late], now)[0]?.utilization).toBe(0.9);
  });

  it('takes any reading after the clock was set back', () => {
    const known = [window('5h', { utilization: 0.9 })];
    const reading = window('5h', { utilization: 0.2, readAt: now - 9_000 });
    expect(mergeWindows(known, [reading], now - 9_000)[0]?.utilization).toBe(0.2);
  });

  it('keeps the known share where a reading leaves it out, unless the window has begun anew', () => {
    const silent = window('5h', { utilization: null, resetsAt: null, readAt: now + 1_000 });
    expect(mergeWindows([window('5h')], [silent], now)[0]).toMatchObject({
      utilization: 0.5,
      resetsAt: now + 5_000,
    });
    const later = { ...silent, readAt: now + 6_000 };
    expect(mergeWindows([window('5h')], [later], now)[0]).toEqual(later);
  });

  it('returns the same list when nothing was read', () => {
    const known = [window('5h')];
    expect(mergeWindows(known, [], now)).toBe(known);
  });

  it('remembers 32 windows at the most', () => {
    const many = Array.from({ length: 100 }, (_, n) => window(`w${n}`));
    expect(mergeWindows([], many, now)).toHaveLength(32);
  });
});
