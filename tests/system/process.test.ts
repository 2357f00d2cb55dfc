/** The built program as a process: what it prints, what it leaves on disk, how it ends, and what it refuses. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import { clientHeaders, messagesBody, send } from '../support/http-exchange.ts';
import { clientKeyOf, runRota, startRota } from '../support/rota-process.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function scratch(): ScratchFolder {
  const folder = new ScratchFolder();
  open.push(() => folder[Symbol.dispose]());
  return folder;
}

async function upstreamWithKey(): Promise<Simulator> {
  const simulator = await startSimulator({
    clock: systemClock,
    accounts: [{ id: 'a', email: 'a@example.com', plan: 'api', apiKey: 'sk-ant-api03-one' }],
    pace: { firstEventMs: 0, betweenEventsMs: 30 },
  });
  open.push(() => simulator.close());
  return simulator;
}

const configFor = (simulator: Simulator, key = 'sk-ant-api03-one') => `
providers:
  - { name: one, base_url: "${simulator.url}", auth_type: api_key, auth_value: ${key}, proxy: none }
`;

async function start(dataDir: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const rota = await startRota(dataDir, args, env);
  open.push(() => rota.stop());
  return rota;
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('rota start', () => {
  it('prints one line, leaves run.json while it runs, and keeps every file to its owner', async () => {
    const folder = scratch();
    const rota = await start(folder.path);
    expect(rota.output.stdout).toBe(`Rota is ready at ${rota.url}\n`);
    const run = JSON.parse(readFileSync(folder.file('run.json'), 'utf8'));
    expect(run).toMatchObject({ pid: rota.pid, url: rota.url });
    expect(run.control_token).toMatch(/^[A-Za-z0-9_-]{32,}$/);
    expect((await send(`${rota.url}/health`)).status).toBe(200);
    for (const file of ['run.json', 'config.json', 'vault.rota', 'master.key'])
      expect(modeOf(folder.file(file))).toBe('600');
    expect(modeOf(folder.path)).toBe('700');
    expect(await rota.stop()).toBe(0);
    expect(existsSync(folder.file('run.json'))).toBe(false);
  });

  it('keeps its keys over a restart, and remembers the key store', async () => {
    const folder = scratch();
    const first = await start(folder.path);
    const key = clientKeyOf(folder.path);
    await first.stop();
    await start(folder.path, [], { ROTA_KEY_STORE: '' });
    expect(clientKeyOf(folder.path)).toBe(key);
  });

  it('lets an open stream end before it goes, and takes no new requests meanwhile', async () => {
    const folder = scratch();
    const simulator = await upstreamWithKey();
    writeFileSync(folder.file('c.yaml'), configFor(simulator));
    const rota = await start(scratch().path, ['--config', folder.file('c.yaml')]);
    const key = JSON.parse(readFileSync(`${rota.dataDir}/run.json`, 'utf8')) && clientKeyOf(rota.dataDir);
    const streaming = send(`${rota.url}/v1/messages`, {
      headers: clientHeaders(key),
      body: messagesBody({ stream: true, text: 'count to 60' }),
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    rota.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const late = await send(`${rota.url}/v1/messages`, { headers: clientHeaders(key), body: messagesBody() });
    expect(late.status).toBeNull();
    const answer = await streaming;
    expect(answer.complete).toBe(true);
    expect(answer.body.toString()).toContain('event: message_stop');
    expect(await rota.exited).toBe(0);
  });

  it('takes an edited settings file in within three seconds, also by rename, and keeps the last good one', async () => {
    const folder = scratch();
    const simulator = await upstreamWithKey();
    const file = folder.file('c.yaml');
    writeFileSync(file, configFor(simulator, 'sk-wrong'));
    const rota = await start(scratch().path, ['--config', file]);
    const key = clientKeyOf(rota.dataDir);
    const ask = () => send(`${rota.url}/v1/messages`, { headers: clientHeaders(key), body: messagesBody() });
    expect((await ask()).status).toBe(401);

    writeFileSync(folder.file('next.yaml'), configFor(simulator));
    renameSync(folder.file('next.yaml'), file);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect((await ask()).status).toBe(200);

    writeFileSync(file, 'providers: [ { name: x, base_url: nonsense } ]');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect((await ask()).status).toBe(200);
    expect(rota.output.stderr).toContain('c.yaml');
  });
});

describe('rota start refuses, with a sentence,', () => {
  const refused = (dataDir: string, args: readonly string[] = [], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = runRota(dataDir, ['start', '--port', '0', ...args], { env });
    expect(stdout).toBe('');
    expect(status).toBe(1);
    return stderr;
  };

  it('a second instance on the same data folder', async () => {
    const folder = scratch();
    const rota = await start(folder.path);
    expect(refused(folder.path)).toContain(String(rota.pid));
  });

  it('a port in use, naming the program', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const stderr = refused(scratch().path, ['--port', String(port)]);
    expect(stderr).toContain(`Port ${port}`);
    expect(stderr).toContain(`pid ${process.pid}`);
  });

  it('wrong settings, with file, line and key', () => {
    const folder = scratch();
    writeFileSync(folder.file('c.yaml'), 'server:\n  port: many\n');
    const stderr = refused(folder.path, ['--config', folder.file('c.yaml')]);
    expect(stderr).toMatch(/c\.yaml, line 2, .*server\.port/);
  });

  it('a data folder that is a file', () => {
    const folder = scratch();
    writeFileSync(folder.file('not-a-folder'), '');
    expect(refused(folder.file('not-a-folder'))).toContain('not-a-folder');
  });

  it.skipIf(process.getuid?.() === 0)('a data folder that is read-only', () => {
    const folder = scratch();
    mkdirSync(folder.file('locked'));
    chmodSync(folder.file('locked'), 0o500);
    expect(refused(folder.file('locked'))).toContain('locked');
  });

  it('another address than loopback', () => {
    expect(refused(scratch().path, ['--host', '0.0.0.0'])).toContain('allowed_hosts');
  });

  it('a key store that is not there, naming the other two', () => {
    const stderr = refused(scratch().path, [], { ROTA_KEY_STORE: '', DBUS_SESSION_BUS_ADDRESS: '' });
    expect(stderr).toContain('ROTA_KEY_STORE=file');
    expect(stderr).toContain('ROTA_KEY_STORE=env');
  });
});

describe('in a Chinese terminal rota start refuses in Chinese', () => {
  const refused = (dataDir: string, args: readonly string[] = [], env: Record<string, string> = {}) => {
    const chinese = { LANG: 'zh_CN.UTF-8', ...env };
    const { status, stdout, stderr } = runRota(dataDir, ['start', '--port', '0', ...args], { env: chinese });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    return stderr;
  };

  it('a second instance', async () => {
    const folder = scratch();
    const rota = await start(folder.path);
    expect(refused(folder.path)).toMatch(
      new RegExp(`正在使用中：进程 ${rota.pid}（自 .*同一时间只能有一个。`),
    );
  });

  it('a port in use, with the program that has it', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const stderr = refused(scratch().path, ['--port', String(port)]);
    expect(stderr).toContain(`127.0.0.1 上的端口 ${port} 已被`);
    if (process.platform === 'linux') expect(stderr).toContain(`(pid ${process.pid}) 占用。请用 --port`);
  });

  it('wrong settings, with file, line and key', () => {
    const folder = scratch();
    writeFileSync(folder.file('c.yaml'), 'server:\n  port: many\n');
    const stderr = refused(folder.path, ['--config', folder.file('c.yaml')]);
    expect(stderr).toMatch(/c\.yaml.*2.*server\.port.*[\u4e00-\u9fff]/);
    expect(stderr).not.toContain('must be');
  });

  it('a data folder that is a file', () => {
    const folder = scratch();
    writeFileSync(folder.file('not-a-folder'), '');
    expect(refused(folder.file('not-a-folder'))).toContain('无法使用文件夹');
  });

  it('a key store that is not there, and another address than loopback', () => {
    const stderr = refused(scratch().path, [], { ROTA_KEY_STORE: '', DBUS_SESSION_BUS_ADDRESS: '' });
    expect(stderr).toMatch(/系统钥匙串.*ROTA_KEY_STORE=file/s);
    expect(refused(scratch().path, ['--host', '0.0.0.0'])).toContain('只有当 server.allowed_hosts');
  });
});

describe('the command line', () => {
  it('moves the master key to another store while nothing runs, and the vault opens with it', async () => {
    const folder = scratch();
    const rota = await start(folder.path);
    const key = clientKeyOf(folder.path);
    expect(runRota(folder.path, ['move-key', 'env']).stderr).toContain(String(rota.pid));
    await rota.stop();
    const masterKey = readFileSync(folder.file('master.key'), 'utf8').trim();
    const moved = runRota(folder.path, ['move-key', 'env'], { env: { ROTA_MASTER_KEY: masterKey } });
    expect(moved.stderr).toBe('');
    expect(existsSync(folder.file('master.key'))).toBe(false);
    await start(folder.path, [], { ROTA_KEY_STORE: '', ROTA_MASTER_KEY: masterKey });
    expect(clientKeyOf(folder.path)).toBe(key);
  });

  it('says that no instance runs, and how to start one', () => {
    const { status, stderr } = runRota(scratch().path, ['status']);
    expect(status).toBe(1);
    expect(stderr).toContain('rota start');
  });

  it('adds, orders, renames, disables and removes accounts, and what it did is what serves', async () => {
    const folder = scratch();
    const simulator = await startSimulator({
      clock: systemClock,
      accounts: ['a', 'b'].map((id) => ({
        id,
        email: `${id}@example.com`,
        plan: 'api',
        apiKey: `sk-ant-api03-${id}`,
      })),
    });
    open.push(() => simulator.close());
    let rota = await start(folder.path);
    const rotaDoes = (args: readonly string[], input?: string, hint = /^$/) => {
      const result = runRota(folder.path, args, input === undefined ? {} : { input });
      expect(result.stderr).toMatch(hint);
      expect(result.status).toBe(0);
      return result.stdout;
    };
    for (const id of ['a', 'b']) {
      rotaDoes(['accounts', 'add-key', '--name', id, '--base-url', simulator.url], `sk-ant-api03-${id}\n`);
    }
    const key = rotaDoes(['key', 'client']).trim();
    let session = 0;
    const served = async () => {
      // A session of its own each time: an older one would stay with its account.
      const headers = clientHeaders(key, `session-${++session}`);
      await send(`${rota.url}/v1/messages`, { headers, body: messagesBody() });
      return simulator.ledger.requests.at(-1)?.accountId;
    };
    expect(await served()).toBe('a');
    rotaDoes(['accounts', 'order', 'b', 'a']);
    expect(await served()).toBe('b');
    await rota.stop();
    rota = await start(folder.path);
    expect(await served()).toBe('b');
    rotaDoes(['accounts', 'disable', 'b']);
    expect(await served()).toBe('a');
    rotaDoes(['accounts', 'enable', 'b']);
    rotaDoes(['accounts', 'rename', 'b', 'Bee']);
    const listed = JSON.parse(rotaDoes(['accounts', '--json'])) as { name: string; state: string }[];
    expect(listed.map(({ name }) => name)).toEqual(['Bee', 'a']);
    rotaDoes(['accounts', 'remove', 'Bee'], undefined, /^To undo this .*rota accounts restore \w+\n$/);
    expect(await served()).toBe('a');
    expect(readFileSync(folder.file('config.json'), 'utf8')).not.toContain('sk-ant-');
    expect(rotaDoes(['routes', 'explain', 'claude-opus-5-5'])).toContain('a');
    expect(rotaDoes(['env'])).toContain(`ANTHROPIC_BASE_URL=${rota.url}`);
  });
});
