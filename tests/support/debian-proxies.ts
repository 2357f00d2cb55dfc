/** Proxies that others wrote, as Debian packages them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { ScratchFolder } from './scratch-folder.ts';

const TINYPROXY = '/usr/bin/tinyproxy';
const MICROSOCKS = '/usr/bin/microsocks';
const READY_WITHIN_MS = 5_000;

/** The line that installs what is missing, or null. */
export function missingProxies(): string | null {
  return existsSync(TINYPROXY) && existsSync(MICROSOCKS) ? null : 'apt-get install tinyproxy microsocks';
}

/** Who may use a proxy. */
export interface ProxyUser {
  readonly name: string;
  readonly password: string;
}

export interface DebianProxy extends AsyncDisposable {
  readonly port: number;
  /** The proxy's address with the credentials that it asks for. */
  readonly url: string;
  /** What it has logged so far, one line for each connection at least. */
  log(): string;
}

/** tinyproxy, which speaks HTTP (`CONNECT` and absolute-form). */
export async function startTinyproxy(
  user: ProxyUser | null = null,
  onPort: number | null = null,
): Promise<DebianProxy> {
  const folder = new ScratchFolder();
  const port = onPort ?? (await freePort());
  const config = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Allow 127.0.0.1',
    'LogLevel Connect',
    'Timeout 30',
    ...(user === null ? [] : [`BasicAuth ${user.name} ${user.password}`]),
  ];
  writeFileSync(folder.file('tinyproxy.conf'), `${config.join('\n')}\n`);
  // -d: in the foreground, with its log on stdout
  const child = spawn(TINYPROXY, ['-d', '-c', folder.file('tinyproxy.conf')]);
  return started(child, port, 'http', user, () => folder[Symbol.dispose]());
}

/** microsocks, which speaks SOCKS5 (RFC 1928, RFC 1929). */
export async function startMicrosocks(user: ProxyUser | null = null): Promise<DebianProxy> {
  const port = await freePort();
  const login = user === null ? [] : ['-u', user.name, '-P', user.password];
  const child = spawn(MICROSOCKS, ['-i', '127.0.0.1', '-p', String(port), ...login]);
  return started(child, port, 'socks5', user, () => {});
}

async function started(
  child: ChildProcess,
  port: number,
  scheme: string,
  user: ProxyUser | null,
  cleanUp: () => void,
): Promise<DebianProxy> {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (piece: Buffer) => {
      text += piece.toString();
    });
  }
  const ended = once(child, 'exit');
  await accepts(port);
  const login = user === null ? '' : `${user.name}:${encodeURIComponent(user.password)}@`;
  return {
    port,
    url: `${scheme}://${login}127.0.0.1:${port}`,
    log: () => text,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
      cleanUp();
    },
  };
}

/** Resolves as soon as somebody listens on the port. */
async function accepts(port: number): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(
        () => false,
        () => false,
      ),
    ]).catch(() => false);
    socket.destroy();
    if (open) return;
    if (performance.now() > until) throw new Error(`Nobody listens on port ${port}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('The system gave no port.');
  return address.port;
}
