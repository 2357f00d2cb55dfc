/** Notices and notifications of the whole core, over real sockets. */
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import type { ShellNotification } from '../../../src-main/core/ports.ts';
import { startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import type { Notice } from '../../../src-shared/model/notice.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { EVENTUALLY } from '../../contract/eventually.ts';
import { type FolderCore, prepareFolder, startFolderCore } from '../../reliability/folder-core.ts';
import { people, REDIRECT_URI, signIn, succeeded } from '../../reliability/management.ts';
import { clientHeaders, messagesBody, send } from '../../support/http-exchange.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { startTestCore, type TestCore } from '../../support/test-core.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function vendor(port = 0) {
  const simulator = await startSimulator({
    clock: systemClock,
    port,
    accounts: ['alpha', 'beta'].map((id) => ({
      id,
      email: `${id}@example.com`,
      plan: 'max' as const,
      bearerToken: `sk-ant-oat01-simulated-${id}`,
    })),
  });
  open.push(() => simulator.close());
  return simulator;
}

async function startCore(yaml: string, notified: ShellNotification[] = []): Promise<TestCore> {
  const rota = await startTestCore(yaml, {
    shell: { kind: 'app', locale: 'en', notify: (one) => void notified.push(one) },
  });
  open.push(() => rota[Symbol.asyncDispose]());
  return rota;
}

const accountsAt = (url: string) =>
  ['alpha', 'beta']
    .map(
      (id) =>
        `  - { name: ${id}, base_url: "${url}", auth_type: auth_token, auth_value: sk-ant-oat01-simulated-${id}, proxy: none }`,
    )
    .join('\n');
const settingsFor = (url: string, more = '') =>
  `providers:\n${accountsAt(url)}\nsettings: { terms_accepted: true }\n${more}`;

let session = 0;
function ask({ url, clientKey }: TestCore) {
  session += 1;
  const headers = clientHeaders(clientKey, `session-${session}`);
  return send(`${url}/v1/messages`, { headers, body: messagesBody() });
}

async function notices(rota: TestCore): Promise<readonly Notice[]> {
  return ((await rota.api('/api/snapshot')) as unknown as Snapshot).notices;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

describe('the notices', () => {
  it('tell that no upstream can be reached, until one can', async () => {
    const port = await freePort();
    const rota = await startCore(settingsFor(`http://127.0.0.1:${port}`));
    expect((await ask(rota)).status).toBe(502);
    await expect
      .poll(() => notices(rota), EVENTUALLY)
      .toMatchObject([{ kind: 'offline', host: `127.0.0.1:${port}` }]);
    await vendor(port);
    expect((await ask(rota)).status).toBe(200);
    await expect.poll(() => notices(rota), EVENTUALLY).toEqual([]);
  });

  it('tell that a firewall turned a request away, in no words of its own', async () => {
    const simulator = await vendor();
    const rota = await startCore(settingsFor(simulator.url));
    simulator.faults.inject({ fault: 'region-blocked' });
    await ask(rota);
    await expect
      .poll(() => notices(rota), EVENTUALLY)
      .toMatchObject([{ kind: 'blocked', host: `127.0.0.1:${simulator.port}` }]);
    await ask(rota);
    await expect.poll(() => notices(rota), EVENTUALLY).toEqual([]);
  });

  it('tell that a changed port needs a restart, and no longer once it is as before', async () => {
    const simulator = await vendor();
    const before = settingsFor(simulator.url, 'server: { port: 9090 }\n');
    // The test's own port is overruled by the shell, so the host is what can change.
    const rota = await startCore(before);
    await rota.replaceSettings(before.replace('port: 9090', 'port: 9090, host: "::1"'));
    expect(await notices(rota)).toMatchObject([{ kind: 'restart-needed' }]);
    await rota.replaceSettings(before.replace('9090', '9191'));
    expect(await notices(rota)).toEqual([]);
  });

  it('tell that a damaged vault was put aside, and how many sign-ins are gone with it', async () => {
    const folder = new ScratchFolder();
    open.push(() => folder[Symbol.dispose]());
    const simulator = await startSimulator({
      clock: systemClock,
      accounts: people('one', 'two'),
      oauth: { redirectUris: [REDIRECT_URI] },
    });
    open.push(() => simulator.close());
    prepareFolder(folder.path, simulator);
    const live = async (email: string) => {
      await using rota = await startFolderCore(folder.path, systemClock);
      await signIn(rota.client, email);
    };
    await live('one@example.com');
    // The spare copy is one sign-in behind, as after a power cut between the two writes.
    const spare = readFileSync(folder.file('vault.bak'));
    await live('two@example.com');
    writeFileSync(folder.file('vault.bak'), spare);
    truncateSync(folder.file('vault.rota'), 100);

    await using again = await startFolderCore(folder.path, systemClock);
    const snapshot = succeeded(await again.client.query('snapshot.get'));
    expect(snapshot.notices).toMatchObject([{ kind: 'vault-set-aside', lost: 1 }]);
    const [notice] = snapshot.notices;
    expect(notice?.kind === 'vault-set-aside' && notice.file).toContain('vault.rota.damaged-');
    expect(snapshot.accounts.map(({ accountEmail, state }) => `${accountEmail} ${state}`)).toEqual([
      'one@example.com healthy',
      'two@example.com needs-login',
    ]);
  });
});

describe('a vault that is gone', () => {
  /** A folder in which two people signed in, and its files as they were then. */
  async function usedFolder() {
    const folder = new ScratchFolder();
    open.push(() => folder[Symbol.dispose]());
    const simulator = await startSimulator({
      clock: systemClock,
      accounts: people('one', 'two'),
      oauth: { redirectUris: [REDIRECT_URI] },
    });
    open.push(() => simulator.close());
    prepareFolder(folder.path, simulator);
    {
      await using rota = await startFolderCore(folder.path, systemClock);
      await signIn(rota.client, 'one@example.com');
      await signIn(rota.client, 'two@example.com');
    }
    const backup = readFileSync(folder.file('vault.rota'));
    return { folder, backup };
  }
  const stands = async (rota: FolderCore) => {
    const { notices, accounts } = succeeded(await rota.client.query('snapshot.get'));
    const vault = succeeded(await rota.client.query('doctor.run', {})).checks.find(
      ({ id }) => id === 'vault',
    );
    return { notices, states: accounts.map(({ state }) => state), vault };
  };

  it('is told with the number of lost sign-ins until they are signed in, and a backup brings all back', async () => {
    const { folder, backup } = await usedFolder();
    rmSync(folder.file('vault.rota'));
    rmSync(folder.file('vault.bak'));
    {
      await using rota = await startFolderCore(folder.path, systemClock);
      const file = folder.file('vault.rota');
      const found = await stands(rota);
      expect(found.notices).toMatchObject([{ kind: 'vault-missing', file, restored: false, lost: 2 }]);
      expect(found.states).toEqual(['needs-login', 'needs-login']);
      expect(found.vault).toMatchObject({
        status: 'failed',
        remedy: expect.stringContaining('backup of vault.rota'),
      });
      await signIn(rota.client, 'one@example.com');
      expect((await stands(rota)).notices).toMatchObject([{ kind: 'vault-missing', lost: 1 }]);
      await signIn(rota.client, 'two@example.com');
      const mended = await stands(rota);
      expect(mended).toMatchObject({ notices: [], states: ['healthy', 'healthy'] });
      expect(mended.vault).toMatchObject({ status: 'fine' });
    }
    // The master key and the settings were left as they were, so that the backup still opens.
    writeFileSync(folder.file('vault.rota'), backup);
    await using again = await startFolderCore(folder.path, systemClock);
    expect(await stands(again)).toMatchObject({ notices: [], states: ['healthy', 'healthy'] });
  });

  it('is told as replaced where its spare copy was there', async () => {
    const { folder } = await usedFolder();
    rmSync(folder.file('vault.rota'));
    await using rota = await startFolderCore(folder.path, systemClock);
    const found = await stands(rota);
    expect(found.notices).toMatchObject([{ kind: 'vault-missing', restored: true, lost: 0 }]);
    expect(found.states).toEqual(['healthy', 'healthy']);
    expect(found.vault).toMatchObject({ status: 'warning' });
  });

  it('is no news where nobody had a secret in it', async () => {
    const folder = new ScratchFolder();
    open.push(() => folder[Symbol.dispose]());
    const simulator = await vendor();
    prepareFolder(folder.path, simulator);
    {
      await using first = await startFolderCore(folder.path, systemClock);
      expect((await stands(first)).notices).toEqual([]);
    }
    rmSync(folder.file('vault.rota'));
    rmSync(folder.file('vault.bak'));
    await using again = await startFolderCore(folder.path, systemClock);
    expect((await stands(again)).notices).toEqual([]);
  });
});

describe('the snapshot', () => {
  it('names the sign-ins that wait for their person, and counts requests that ended', async () => {
    const simulator = await vendor();
    const rota = await startCore(settingsFor(simulator.url));
    const snapshot = async () => (await rota.api('/api/snapshot')) as unknown as Snapshot;
    await ask(rota);
    await ask(rota);
    await expect.poll(async () => (await snapshot()).finishedRequests, EVENTUALLY).toBe(2);
    const begun = await rota.api('/api/login/begin', { method: 'POST', body: { method: 'paste' } });
    const { pendingLogins, strategy, revision } = await snapshot();
    expect(strategy).toBe('priority');
    expect(pendingLogins).toEqual([
      {
        loginId: begun['loginId'],
        provider: 'anthropic',
        method: 'paste',
        askedFor: null,
        expiresAt: begun['expiresAt'],
      },
    ]);
    await rota.api('/api/login/cancel', { method: 'POST', body: { loginId: begun['loginId'] } });
    const after = await snapshot();
    expect(after.pendingLogins).toEqual([]);
    expect(after.revision).toBeGreaterThan(revision);
  });
});

describe('the shell is told', () => {
  it('that another account took over, then that all are resting, each once', async () => {
    const simulator = await vendor();
    const notified: ShellNotification[] = [];
    const rota = await startCore(settingsFor(simulator.url), notified);
    const resetsAt = systemClock.now() + 3_600_000;
    simulator.account('alpha').setUtilization('five_hour', 1, resetsAt);
    expect((await ask(rota)).status).toBe(200);
    await expect.poll(() => notified.map(({ title }) => title), EVENTUALLY).toEqual(['Now served by beta']);
    expect(notified[0]?.body).toMatch(/^alpha: The 5-hour limit is used up/);

    simulator.account('beta').setUtilization('five_hour', 1, resetsAt);
    expect((await ask(rota)).status).toBe(429);
    await ask(rota);
    await expect
      .poll(() => notified.map(({ title }) => title), EVENTUALLY)
      .toEqual(['Now served by beta', 'All accounts are resting']);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(notified).toHaveLength(2);
  });

  it('nothing of a kind that is switched off', async () => {
    const simulator = await vendor();
    const notified: ShellNotification[] = [];
    const off = settingsFor(simulator.url).replace(
      'terms_accepted: true',
      'terms_accepted: true, notifications: { switched: false }',
    );
    const rota = await startCore(off, notified);
    simulator.account('alpha').setUtilization('five_hour', 1, systemClock.now() + 3_600_000);
    expect((await ask(rota)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(notified).toEqual([]);
  });
});
