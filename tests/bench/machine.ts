/** What the report says about the machine that the figures come from. */
import { arch, cpus, release, totalmem, type } from 'node:os';

export interface MachineFacts {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
}

export function machineFacts(): MachineFacts {
  const all = cpus();
  return {
    processor: all[0]?.model ?? 'unknown processor',
    cores: all.length,
    memoryBytes: totalmem(),
    system: `${type()} ${release()} ${arch()}`,
    node: process.version,
  };
}
