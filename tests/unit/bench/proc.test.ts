import { describe, expect, it } from 'vitest';
import { cpuMs, memory, parseCpuMs, parseMachineTime, parseMemory, processTree } from '../../bench/proc.ts';

describe('reading /proc', () => {
  it('adds user and system time behind a name that holds brackets and blanks', () => {
    const stat = '4242 (a ) (b) c) S 1 4242 4242 0 -1 4194304 900 0 3 0 123 45 7 8 20 0 11 0 99 1000 200';
    expect(parseCpuMs(stat)).toBe(1680);
  });

  it('reads resident and peak memory in bytes', () => {
    const status =
      'Name:\tnode\nVmPeak:\t  999 kB\nVmHWM:\t   2048 kB\nVmRSS:\t   1024 kB\nRssAnon:\t 1 kB\n';
    expect(parseMemory(status)).toEqual({ rssBytes: 1024 * 1024, peakBytes: 2048 * 1024 });
  });

  it('refuses a process without memory', () => {
    expect(() => parseMemory('Name:\tzombie\n')).toThrow('VmRSS');
  });

  it('tells busy time of the machine from waiting and from stolen time', () => {
    const stat = 'cpu  100 1 20 9000 50 2 3 7 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n';
    expect(parseMachineTime(stat)).toEqual({ busyMs: 1260, stolenMs: 70 });
  });

  it.runIf(process.platform === 'linux')('sees this very process', () => {
    const tree = processTree(process.pid);
    expect(tree[0]).toBe(process.pid);
    expect(cpuMs([process.pid])).toBeGreaterThan(0);
    const { rssBytes, peakBytes } = memory([process.pid]);
    expect(rssBytes).toBeGreaterThan(1024 * 1024);
    expect(peakBytes).toBeGreaterThanOrEqual(rssBytes);
  });
});
