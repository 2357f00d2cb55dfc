import { PassThrough } from 'node:stream';
import type { CommandIo } from '../../../src-main/headless/command-io.ts';

/** Streams that a test can read, and an environment of its own. */
export function testIo(
  given: {
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
    readonly isTTY?: boolean;
    readonly platform?: NodeJS.Platform;
  } = {},
) {
  const out: string[] = [];
  const err: string[] = [];
  const opened: string[] = [];
  const stdin = Object.assign(new PassThrough(), { isTTY: given.isTTY ?? false });
  if (given.input === undefined) stdin.end();
  else stdin.write(given.input);
  const io: CommandIo = {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    stdin,
    env: { HOME: '/nonexistent', ...given.env },
    platform: given.platform ?? 'linux',
    openUrl: (url) => void opened.push(url),
  };
  return { io, stdin, opened, stdout: () => out.join(''), stderr: () => err.join('') };
}
