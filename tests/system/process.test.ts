/** The built program as a process: what it prints, what it leaves on disk, and how it ends. */
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import { clientHeaders, messagesBody, send } from '../support/http-exchange.ts';
import { clientKeyOf, runRota } from '../support/rota-process.ts';
import { processBench } from './process-bench.ts';

const { open, scratch, start } = processBench();

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
