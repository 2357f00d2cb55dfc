import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { acquireInstanceLock } from '../../../src-main/core/lib/instance-lock.ts';
import { run } from '../../../src-main/headless/cli.ts';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { testIo } from '../../unit/cli/test-io.ts';
import { type DoctorRig, EMAIL, KEY, startDoctorRig, WRONG_KEY } from './doctor-rig.ts';

type Check = ProcedureOutput<'doctor.run'>['checks'][number];

async function rotaCommand(line: string, env: Readonly<Record<string, string>>) {
  const streams = testIo({ env });
  const code = await run(line.split(' '), streams.io);
  return { code, stdout: streams.stdout(), stderr: streams.stderr() };
}

const byId = (checks: readonly Check[]) => Object.fromEntries(checks.map((check) => [check.id, check]));

describe('with a running Rota', () => {
  let rig: DoctorRig;
  let own: ScratchFolder;

  beforeAll(async () => {
    rig = await startDoctorRig();
    own = new ScratchFolder();
  });
  afterAll(async () => {
    await rig[Symbol.asyncDispose]();
    own[Symbol.dispose]();
  });

  const command = (line: string, env: Readonly<Record<string, string>> = {}) =>
    rotaCommand(line, { ROTA_DATA_DIR: rig.dataDir, CLAUDE_CONFIG_DIR: own.path, ...env });

  async function checks(env?: Readonly<Record<string, string>>): Promise<Record<string, Check>> {
    const { stdout } = await command(`doctor --json --folder ${own.path}`, env);
    return byId(JSON.parse(stdout).checks);
  }

  it('looks at everything, and costs no tokens', async () => {
    const found = await checks();
    const accounts = Object.entries(found).filter(([id]) => id.startsWith('account:'));
    expect(Object.fromEntries(accounts.map(([, { checked, status }]) => [checked, status]))).toEqual({
      [`The account ${EMAIL}`]: 'fine',
      'The account Studio key': 'fine',
      'The account Wrong key': 'failed',
      'The account Off': 'skipped',
    });
    expect(found).toMatchObject({
      port: { status: 'fine', finding: 'Rota 0.0.0-test answers there.' },
      'instance-lock': { status: 'fine' },
      'disk-space': { status: expect.stringMatching(/fine|warning/) },
      'key-store': { status: 'skipped' },
      vault: { status: 'fine' },
      history: { status: 'fine' },
      clock: { status: 'fine' },
      'token-endpoint:simulated': { status: 'fine' },
      'claude-settings:user': {
        checked: `Claude Code’s settings in ${own.file('settings.json')}`,
        status: 'warning',
        remedy: expect.stringContaining('rota connect claude-code'),
      },
      'claude-settings:project': { status: 'skipped' },
      'claude-settings:local': { status: 'skipped' },
      'claude-environment': { status: 'fine' },
    });
    const { requests } = rig.simulator.ledger;
    expect(requests.filter(({ path }) => path.startsWith('/v1/')).map(({ path }) => path)).not.toContain(
      '/v1/messages',
    );
  });

  it('exits with 1 and names what failed, in words a person can act on', async () => {
    const { code, stdout, stderr } = await command('doctor');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Something needs to be done: .*account:/);
    expect(stdout).toContain('✗ The account Wrong key: Its upstream refuses the credential (HTTP 401).');
    expect(stdout).toMatch(/✓ The port http:\/\/127\.0\.0\.1:\d+: Rota 0\.0\.0-test answers there\./);
    expect((await command('doctor', { LANG: 'zh_CN.UTF-8' })).stdout).toContain('✗ 账号 Wrong key：');
  });

  it('sees the environment of the terminal that asks', async () => {
    const found = await checks({ ANTHROPIC_BASE_URL: 'http://elsewhere.example' });
    expect(found['claude-environment']).toMatchObject({
      status: 'warning',
      finding: expect.stringContaining('elsewhere'),
    });
  });

  it('sees a project that leads elsewhere, and a file that others may read', async () => {
    const settings = JSON.stringify({ env: { ANTHROPIC_BASE_URL: 'https://other.example' } });
    using project = new ScratchFolder();
    await command(`connect claude-code --local --folder ${project.path}`);
    writeFileSync(project.file('.claude/settings.json'), settings);
    writeFileSync(`${rig.dataDir}/loose`, 'x');
    chmodSync(`${rig.dataDir}/loose`, 0o644);
    const { stdout } = await command(`doctor --json --folder ${project.path}`);
    const found = byId(JSON.parse(stdout).checks);
    expect(found['claude-settings:local']?.status).toBe('fine');
    expect(found['claude-settings:project']).toMatchObject({
      status: 'warning',
      finding: expect.stringContaining('other.example'),
    });
    expect(found['file-modes']?.status).toBe('failed');
  });

  describe('rota report', () => {
    it('writes a private file in which nothing of the user’s is found', async () => {
      const { rota } = rig;
      const PROMPT = 'canary-prompt-of-the-user';
      const answered = await fetch(`${rota.url}/v1/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${rota.clientKey}`,
          'content-type': 'application/json',
          'x-canary': 'canary-header',
          'anthropic-version': '2023-06-01',
        },
        body: JSON.stringify({
          model: 'claude-sonnet-5-5',
          max_tokens: 5,
          messages: [{ role: 'user', content: PROMPT }],
        }),
      });
      expect(answered.status).toBe(200);
      const answer = await answered.text();
      expect(answer).toContain('Hello');
      const { code, stdout, stderr } = await command('report');
      expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('Look through it') });
      const file = stdout.trim();
      expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
      expect((statSync(`${rig.dataDir}/reports`).mode & 0o777).toString(8)).toBe('700');

      const text = readFileSync(file, 'utf8');
      const secrets = [
        KEY,
        WRONG_KEY,
        'sk-ant-',
        rota.clientKey,
        rota.controlToken,
        PROMPT,
        'canary-header',
        'Hello',
      ];
      const personal = [EMAIL, 'studio.example', 'Canary Studio', 'Studio key', 'Wrong key', 'Subscription'];
      for (const canary of [...secrets, ...personal]) expect(text, canary).not.toContain(canary);
      const report = JSON.parse(text);
      expect(report).toMatchObject({
        rota: { version: '0.0.0-test', platform: process.platform },
        gateway: { state: 'serving' },
        accounts: [{ kind: 'oauth' }, { kind: 'api-key' }, { kind: 'api-key' }, { kind: 'api-key' }],
        requests: [{ model: 'claude-sonnet-5-5', status: 200 }],
      });
      expect(report.accounts[0].id).toMatch(/^[a-z0-9]{12}$/);
      expect(report.doctor.map(({ id }: Check) => id)).toContain(`account:${report.accounts[0].id}`);
    });

    it('keeps the last ten', async () => {
      for (let n = 0; n < 12; n += 1) {
        writeFileSync(
          `${rig.dataDir}/reports/rota-report-20200101T0000${String(n).padStart(2, '0')}000Z.json`,
          '{}',
        );
      }
      await command('report');
      const names = readdirSync(`${rig.dataDir}/reports`);
      expect(names).toHaveLength(10);
      expect(names.filter((name) => !name.includes('-2020'))).toHaveLength(2);
    });
  });
});

describe('where no Rota runs', () => {
  it('looks at what needs none, and says how to start', async () => {
    using data = new ScratchFolder();
    using home = new ScratchFolder();
    writeFileSync(data.file('config.json'), JSON.stringify({ server: { port: await freePort() } }), {
      mode: 0o600,
    });
    const env = { ROTA_DATA_DIR: data.path, HOME: home.path };
    const { code, stdout, stderr } = await rotaCommand(`doctor --json --folder ${home.path}`, env);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'Something needs to be done: instance.\n' });
    expect(byId(JSON.parse(stdout).checks)).toMatchObject({
      instance: { status: 'failed', remedy: 'Start it: npx rota start' },
      port: { status: 'fine', finding: 'It is free.' },
      'instance-lock': { status: 'fine' },
      'file-modes': { status: 'fine' },
      'key-store': { status: 'skipped' },
      'claude-settings:user': { status: 'warning' },
    });
  });

  it('names who has the port and who holds the folder, and sees settings that point here', async () => {
    using data = new ScratchFolder();
    using home = new ScratchFolder();
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const settings = { env: { ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`, ANTHROPIC_AUTH_TOKEN: 'k' } };
    writeFileSync(home.file('settings.json'), JSON.stringify(settings));
    const lock = await acquireInstanceLock(data.path, systemClock);
    const env = {
      ROTA_DATA_DIR: data.path,
      HOME: home.path,
      CLAUDE_CONFIG_DIR: home.path,
      ROTA_PORT: String(port),
    };
    const { stdout } = await rotaCommand(`doctor --json --folder ${home.path}`, env);
    if (lock.ok) await lock.value.close();
    await new Promise((resolve) => server.close(resolve));
    const found = byId(JSON.parse(stdout).checks);
    expect(found['port']).toMatchObject({ status: 'failed', finding: expect.stringMatching(/taken by/) });
    expect(found['instance-lock']).toMatchObject({
      status: 'failed',
      finding: expect.stringContaining(String(process.pid)),
    });
    expect(found['claude-settings:user']).toMatchObject({ status: 'fine' });
  });

  it('does not make a data folder by looking', async () => {
    using home = new ScratchFolder();
    await rotaCommand(`doctor --folder ${home.path}`, { ROTA_DATA_DIR: home.file('none'), HOME: home.path });
    expect(readdirSync(home.path)).toEqual([]);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
