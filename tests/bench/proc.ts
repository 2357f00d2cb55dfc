/** What Linux says about a process and its children: CPU time, memory, and how busy the whole machine is. */
import { readFileSync } from 'node:fs';

/** `USER_HZ`: the unit of times in /proc, 100 a second on every Linux platform that Node runs on. */
const MS_PER_TICK = 10;
const BYTES_PER_KB = 1024;

export interface Memory {
  /** Bytes resident now. */
  readonly rssBytes: number;
  /** Most bytes resident at any time since the process began. */
  readonly peakBytes: number;
}

export interface MachineTime {
  /** Time spent on anything but waiting, over all cores, in ms. */
  readonly busyMs: number;
  /** Time the hypervisor gave to others while this machine wanted to run, in ms. */
  readonly stolenMs: number;
}

/** The process and everything it started, parents first; throws when the process is gone. */
export function processTree(pid: number): number[] {
  const children = readProc(pid, `task/${pid}/children`).trim();
  if (children === '') return [pid];
  return [pid, ...children.split(' ').flatMap((child) => processTree(Number(child)))];
}

/** CPU time (user and system) that the processes have used, in ms, in steps of 10 ms. */
export function cpuMs(pids: readonly number[]): number {
  return sum(pids.map((pid) => parseCpuMs(readProc(pid, 'stat'))));
}

/** Memory of the processes together; pages that they share count once for each. */
export function memory(pids: readonly number[]): Memory {
  const all = pids.map((pid) => parseMemory(readProc(pid, 'status')));
  return { rssBytes: sum(all.map((one) => one.rssBytes)), peakBytes: sum(all.map((one) => one.peakBytes)) };
}

/** Counters of the whole machine since it started. */
export function machineTime(): MachineTime {
  return parseMachineTime(readFileSync('/proc/stat', 'latin1'));
}

/** utime + stime of a line of /proc/PID/stat (proc(5): fields 14 and 15, counted behind the name in brackets). */
export function parseCpuMs(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** VmRSS and VmHWM of a /proc/PID/status text; throws when they are missing (a zombie has none). */
export function parseMemory(status: string): Memory {
  return { rssBytes: fieldBytes(status, 'VmRSS'), peakBytes: fieldBytes(status, 'VmHWM') };
}

/** Reads the first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
export function parseMachineTime(stat: string): MachineTime {
  const ticks = stat.slice(0, stat.indexOf('\n')).trim().split(/ +/).slice(1, 9).map(Number);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = ticks;
  return { busyMs: (user + nice + system + irq + softirq) * MS_PER_TICK, stolenMs: steal * MS_PER_TICK };
}

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch (cause) {
    throw new Error(`Process ${pid} has ended.`, { cause });
  }
}

function fieldBytes(status: string, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status);
  if (!match) throw new Error(`/proc names no ${name} for this process.`);
  return Number(match[1]) * BYTES_PER_KB;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
