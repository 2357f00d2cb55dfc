/** The settings of the server and of the vault, set on the command line of a Rota that runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { run } from '../../../src-main/headless/cli.ts';
import { prepareFolder, startFolderCore } from '../../reliability/folder-core.ts';
import { people } from '../../reliability/management.ts';
import { clientHeaders, messagesBody, send } from '../../support/http-exchange.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { done, type SettingsCore, startOnStore } from '../../support/settings-core.ts';
import { testIo } from '../../unit/cli/test-io.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function onStore(document: object = {}): Promise<SettingsCore> {
  const rota = await startOnStore(document);
  open.push(() => rota[Symbol.asyncDispose]());
  writeFileSync(
    join(rota.dataDir, 'run.json'),
    JSON.stringify({ pid: process.pid, url: rota.url, version: '0', control_token: rota.controlToken }),
  );
  return rota;
}

async function command(rota: SettingsCore, line: string, lang = 'C') {
  const { io, stdout, stderr } = testIo({ env: { ROTA_DATA_DIR: rota.dataDir, LANG: lang } });
  return { code: await run(line.split(' '), io), stdout: stdout(), stderr: stderr() };
}

const written = (rota: SettingsCore) => JSON.parse(rota.readFile()) as Record<string, unknown>;

/** The status of `/health` for a client that calls Rota by another name. */
function statusFor(rota: SettingsCore, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${rota.url}/health`, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once('error', reject).end();
  });
}

describe('rota settings set host', () => {
  it('is guarded as in a file: beyond this machine only where allowed_hosts names it', async () => {
    const rota = await onStore();
    const before = rota.readFile();
    for (const host of ['0.0.0.0', '192.0.2.7', '::']) {
      const refused = await command(rota, `settings set host ${host}`);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(/^server\.host .*allowed_hosts.* Nothing was changed\.\n$/);
    }
    expect((await command(rota, 'settings set host 0.0.0.0', 'zh_CN.UTF-8')).stderr).toMatch(
      /^server\.host .*未作任何更改。\n$/,
    );
    expect(rota.readFile()).toBe(before);

    const line = 'settings set host 192.0.2.7 allowed_hosts 192.0.2.7:9090';
    expect(await command(rota, line)).toEqual({
      code: 0,
      stdout: 'host is now 192.0.2.7, in force after the next start.\nallowed_hosts is now 192.0.2.7:9090.\n',
      stderr: '',
    });
    expect(written(rota)).toMatchObject({
      server: { host: '192.0.2.7', allowed_hosts: ['192.0.2.7:9090'] },
    });
    // Nor may the list go while such a host stands.
    const kept = rota.readFile();
    expect(await command(rota, 'settings set allowed_hosts none')).toMatchObject({ code: 1, stdout: '' });
    expect(rota.readFile()).toBe(kept);
    expect(await command(rota, 'settings set host 127.0.0.1 allowed_hosts none')).toMatchObject({ code: 0 });
  });

  it('stays guarded for who calls the management API', async () => {
    const rota = await onStore();
    const refused = await rota.client.command('settings.update', { host: '0.0.0.0' });
    expect(refused).toMatchObject({
      error: { code: 'settings_invalid', message: expect.stringContaining('server.host') },
    });
  });
});

describe('rota settings set', () => {
  it('puts allowed_hosts in force for the next request', async () => {
    const rota = await onStore();
    expect(await statusFor(rota, 'gateway.example:443')).toBe(403);
    const set = await command(rota, 'settings set allowed_hosts gateway.example:443,tunnel:80');
    expect(set.stdout).toBe('allowed_hosts is now gateway.example:443, tunnel:80.\n');
    expect(await statusFor(rota, 'gateway.example:443')).toBe(200);
    await command(rota, 'settings set allowed_hosts none');
    expect(await statusFor(rota, 'gateway.example:443')).toBe(403);
  });

  it('puts max_body_mb and max_concurrent_requests in force for the next request', async () => {
    const simulator = await startSimulator({
      clock: systemClock,
      accounts: [{ id: 'a', email: 'a@example.com', plan: 'api', apiKey: 'sk-ant-api03-one' }],
      pace: { firstEventMs: 0, betweenEventsMs: 40 },
    });
    open.push(() => simulator.close());
    const rota = await onStore({});
    done(
      await rota.client.command('accounts.addKey', {
        name: 'A',
        baseUrl: simulator.url,
        key: 'sk-ant-api03-one',
      }),
    );
    const ask = (body: Buffer | string) =>
      send(`${rota.url}/v1/messages`, { headers: clientHeaders(rota.clientKey, 'session'), body });
    const large = messagesBody({ text: 'x'.repeat(1_500_000) });
    expect((await ask(large)).status).toBe(200);
    expect(await command(rota, 'settings set max_body_mb 1 max_concurrent_requests 1')).toMatchObject({
      code: 0,
      stdout: 'max_body_mb is now 1.\nmax_concurrent_requests is now 1.\n',
    });
    expect((await ask(large)).status).toBe(413);
    const streaming = ask(messagesBody({ stream: true, text: 'count to 40' }));
    await expect.poll(() => rota.core.openRequests()).toBe(1);
    expect((await ask(messagesBody())).status).not.toBe(200);
    expect((await streaming).status).toBe(200);
    expect((await ask(messagesBody())).status).toBe(200);
  });

  it('says that persistence and the service name wait for the next start', async () => {
    const rota = await onStore();
    const set = await command(rota, 'settings set enable_persistence off service_name rota-work');
    expect(set).toEqual({
      code: 0,
      stdout:
        'oauth.enable_persistence is now off, in force after the next start.\noauth.service_name is now rota-work, in force after the next start.\n',
      stderr: '',
    });
    expect(written(rota)).toMatchObject({
      settings: { oauth: { enable_persistence: false, service_name: 'rota-work' } },
    });
    const back = await command(rota, 'settings set enable_persistence on service_name rota');
    expect(back.stdout).toBe('oauth.enable_persistence is now on.\noauth.service_name is now rota.\n');
  });

  it('keeps the service name while the keychain holds the master key under it', async () => {
    using folder = new ScratchFolder();
    const simulator = await startSimulator({ clock: systemClock, accounts: people('one') });
    open.push(() => simulator.close());
    prepareFolder(folder.path, simulator);
    await using rota = await startFolderCore(folder.path, systemClock);
    const record = JSON.parse(readFileSync(folder.file('key-store.json'), 'utf8'));
    writeFileSync(folder.file('key-store.json'), JSON.stringify({ ...record, store: 'keychain' }));
    const rename = (serviceName: string) => rota.client.command('settings.update', { serviceName });
    expect(await rename('rota-work')).toMatchObject({
      error: { code: 'service_name_in_use', message: expect.stringContaining('rota move-key file') },
    });
    expect(await rename('rota')).toMatchObject({ ok: true });
    writeFileSync(folder.file('key-store.json'), JSON.stringify(record));
    expect(await rename('rota-work')).toMatchObject({ ok: true, value: { restartNeeded: true } });
  });
});
