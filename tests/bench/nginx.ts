/**
 * nginx as a subject: Debian's package with a configuration of its own in a scratch folder. Bodies are not
 * buffered in either direction (`proxy_request_buffering off`): the other subjects pass them on as they come,
 * and with buffering nginx would write every body above 16 kB to a file.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bareEnvironment, type Children, type ServerProcess } from './children.ts';
import { NGINX, type RunningSubject, type Subject, UNCHECKED_AUTHORIZATION } from './subject.ts';

const READY_WITHIN_MS = 5_000;
const POLL_MS = 2;

/** The nginx program; installs Debian's package when it is missing and root may, else returns null. */
export function findNginx(log: (line: string) => void): string | null {
  const found = lookUp();
  if (found || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return found;
  log('nginx is missing: installing the Debian package nginx-light');
  try {
    execFileSync('/usr/bin/apt-get', ['install', '-y', '-q', 'nginx-light'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch (error) {
    log(`apt-get failed: ${error instanceof Error ? error.message : String(error)}`);
  }
  return lookUp();
}

/** The version as nginx prints it, e.g. `nginx/1.22.1`. */
export function nginxVersion(program: string): string {
  const { stderr } = spawnSync(program, ['-v'], { encoding: 'utf8' });
  return /nginx\/[\d.]+/.exec(stderr)?.[0] ?? 'nginx';
}

export function nginxSubject(program: string, children: Children, scratchDir: string): Subject {
  return {
    name: NGINX,
    start: async (upstreamUrl) => {
      const folder = join(scratchDir, 'nginx');
      mkdirSync(folder, { recursive: true });
      const port = await freePort();
      const configFile = join(folder, 'nginx.conf');
      writeFileSync(configFile, configuration(folder, port, new URL(upstreamUrl).host));
      const args = ['-p', folder, '-c', configFile, '-e', 'stderr'];
      const server = children.startServer(program, args, bareEnvironment(folder));
      await untilListening(port, server);
      return runningNginx(server, port);
    },
  };
}

function runningNginx(server: ServerProcess, port: number): RunningSubject {
  return {
    url: `http://127.0.0.1:${port}`,
    authorization: UNCHECKED_AUTHORIZATION,
    pid: server.pid,
    logTail: server.logTail,
    stop: () => server.stop(),
  };
}

function configuration(folder: string, port: number, upstreamHost: string): string {
  const tempPaths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${join(folder, name)};`)
    .join('\n');
  return `daemon off;
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
error_log stderr crit;
events { worker_connections 4096; }
http {
  access_log off;
${tempPaths}
  client_max_body_size 64m;
  keepalive_requests 10000000;
  upstream vendor {
    server ${upstreamHost};
    keepalive 512;
    keepalive_requests 10000000;
  }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass http://vendor;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_request_buffering off;
      proxy_read_timeout 600s;
    }
  }
}
`;
}

function lookUp(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, 'nginx')).find((file) => existsSync(file)) ?? null;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

async function untilListening(port: number, server: ServerProcess): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await accepts(port))) {
    if (server.hasEnded || performance.now() > deadline) {
      throw new Error(`nginx did not start: ${server.logTail()}`);
    }
    await sleep(POLL_MS);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
