import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src-main/headless/cli.ts';
import { EVENTUALLY } from '../../contract/eventually.ts';
import { HOME, type RunningRota, startRota, WORK } from '../../contract/running-rota.ts';
import { testIo } from '../../unit/cli/test-io.ts';

let rota: RunningRota;
beforeAll(async () => {
  rota = await startRota();
});
afterAll(() => rota[Symbol.asyncDispose]());

interface Given {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  readonly platform?: NodeJS.Platform;
  readonly instance?: RunningRota;
}

function begin(args: readonly string[], { instance = rota, env, ...given }: Given = {}) {
  const streams = testIo({ ...given, env: { ROTA_DATA_DIR: instance.dataDir, ...env } });
  return { ...streams, done: run(args, streams.io) };
}

async function command(args: string | readonly string[], given: Given = {}) {
  const { done, stdout, stderr } = begin(typeof args === 'string' ? args.split(' ') : args, given);
  return { code: await done, stdout: stdout(), stderr: stderr() };
}

/** Signs in as a person does who copies the address into a browser and pastes what the page shows. */
async function signInByPaste(email: string, args: readonly string[], instance = rota) {
  const running = begin(args, { input: '', instance });
  const address = () => /^http\S+$/m.exec(running.stderr())?.[0];
  await expect.poll(address, EVENTUALLY).toBeDefined();
  running.stdin.write(`${await instance.approve(address() ?? '', email)}\n`);
  return { code: await running.done, stdout: running.stdout(), stderr: running.stderr() };
}

describe('rota login', () => {
  it('reads one pasted line and does not wait for the end of stdin', async () => {
    const answer = await signInByPaste(WORK, ['login', '--method', 'paste', '--no-open']);
    expect(answer).toMatchObject({ code: 0, stdout: `Signed in as ${WORK}.\n` });
  });

  it('opens the browser and waits for it', async () => {
    const running = begin(['login', 'simulated', '--account-email', HOME, '--method', 'browser']);
    await expect.poll(() => running.opened.length, EVENTUALLY).toBe(1);
    await fetch(await rota.approve(running.opened[0] ?? '', HOME), { redirect: 'manual' });
    expect(await running.done).toBe(0);
    expect(running.stdout()).toBe(`Signed in as ${HOME}.\n`);
  });

  it('only prints the address with --no-open, and pastes where there is no desktop', async () => {
    const running = begin(['oauth', 'login', '--no-open'], { input: '' });
    await expect.poll(running.stderr, EVENTUALLY).toContain('paste here');
    expect(running.opened).toEqual([]);
    running.stdin.end();
    expect(await running.done).toBe(1);
    expect(running.stderr()).toContain('No code came on stdin');
  });

  it('tells that somebody else signed in', async () => {
    const args = ['login', '--account-email', 'other@studio.example', '--method', 'paste'];
    const { code, stdout } = await signInByPaste(HOME, args);
    expect(code).toBe(0);
    expect(stdout).toBe(
      `You asked for other@studio.example, but ${HOME} signed in; it is filed as ${HOME}.\n`,
    );
  });

  it('fails with one sentence on a wrong code, and leaves no login open', async () => {
    const running = await command('login --method paste', { input: 'https://evil.example/?code=1\n' });
    expect(running.code).toBe(1);
    expect(running.stderr.trimEnd().split('\n').at(-1)).toContain('another site');
    const { logins } = (await (await rota.request('/api/login')).json()) as {
      logins: { state: { kind: string } }[];
    };
    expect(logins[0]?.state.kind).toBe('cancelled');
  });

  it('asks for the terms at a terminal only, and takes --accept-terms', async () => {
    await using closed = await startRota({ termsAccepted: false });
    const piped = await command('login --method paste', { input: 'yes\n', instance: closed });
    expect(piped.code).toBe(1);
    expect(piped.stderr).toContain('--accept-terms');

    const declined = await command('login --method paste', { input: 'no\n', isTTY: true, instance: closed });
    expect(declined.code).toBe(1);
    expect(declined.stderr).toContain('Anthropic’s terms say');
    expect(declined.stderr).toContain('Nothing was changed');

    const accepted = await signInByPaste(WORK, ['login', '--method', 'paste', '--accept-terms'], closed);
    expect(accepted.code).toBe(0);
    expect(accepted.stderr).toContain('Anthropic’s terms say');
    const again = await signInByPaste(WORK, ['login', '--method', 'paste', '--accept-terms'], closed);
    expect(again.stderr).not.toContain('Anthropic’s terms say');
  });
});

describe('rota accounts', () => {
  it('adds a key from stdin', async () => {
    const args = ['accounts', 'add-key', '--name', 'Studio key', '--base-url', rota.simulator.url];
    const added = await command(args, { input: 'sk-ant-api03-from-stdin\n' });
    expect(added).toMatchObject({ code: 0, stderr: '' });
    expect(added.stdout).toMatch(/^Studio key is added as [a-z0-9]{12}\.\n$/);
    expect(await command(args)).toMatchObject({ code: 1, stderr: 'Nothing came on stdin.\n' });
    expect(await command(args, { input: 'sk-ant-api03-x\n' })).toMatchObject({
      code: 1,
      stderr: 'There is already an account called “Studio key”.\n',
    });
  });

  it('lists them, for people and for programs', async () => {
    const { stdout } = await command('accounts');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(new RegExp(`1 +${WORK} +[a-z0-9]{12} +\\S.* +subscription +Ready`));
    const rows = JSON.parse((await command('accounts --json')).stdout) as unknown[];
    expect(rows).toMatchObject([
      { name: WORK, account_email: WORK, state: 'healthy', reason: null, cooldown_until: null },
      { name: HOME },
      { name: 'Studio key', account_email: null, kind: 'api-key' },
    ]);
  });

  it('orders, switches, renames and removes', async () => {
    expect(await command(['accounts', 'order', 'Studio key', HOME])).toMatchObject({
      code: 0,
      stdout: `The order is: Studio key, ${HOME}, ${WORK}.\n`,
    });
    expect(await command(`accounts disable ${HOME} ${WORK}`)).toMatchObject({
      stdout: `Off: ${HOME}, ${WORK}.\n`,
    });
    expect((await command('accounts')).stdout.match(/ Off$/gm)).toHaveLength(2);
    expect(await command(`accounts enable ${HOME} ${WORK}`)).toMatchObject({ code: 0 });
    expect(await command(['accounts', 'rename', HOME, 'Home'])).toMatchObject({
      stdout: `${HOME} is now called Home.\n`,
    });
    expect(await command('accounts remove Home')).toMatchObject({ stdout: 'Removed: Home.\n' });
    expect(await command('accounts remove Home')).toMatchObject({
      code: 1,
      stderr: 'There is no account “Home”.\n',
    });
  });
});

describe('the process', () => {
  it('ends after the line that it wanted, while its stdin stays open', async () => {
    const program = resolve(import.meta.dirname, '../../../src-main/headless/rota.ts');
    const child = spawn(process.execPath, [program, 'accounts', 'add-key', '--name', 'Piped'], {
      env: { ...process.env, ROTA_DATA_DIR: rota.dataDir, LC_ALL: 'C' },
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.stdin.write('sk-ant-api03-piped\n');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await command('accounts remove Piped')).toMatchObject({ code: 0 });
  });
});

describe('rota status', () => {
  it('shows what is going on in 80 columns, in detail, and as JSON', async () => {
    const brief = (await command('status')).stdout;
    expect(brief).toContain(`Rota 1.2.3 · Serving at ${rota.url}\n`);
    for (const line of brief.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect((await command('status -v')).stdout).toContain('token ends ');
    expect(JSON.parse((await command('status --json')).stdout)).toMatchObject({
      gateway: 'serving',
      url: rota.url,
      read_only_file: null,
      accounts: [{ name: 'Studio key' }, { name: WORK }],
    });
  });

  it('speaks Chinese to a Chinese terminal, the server’s sentences included', async () => {
    const env = { LC_ALL: 'zh_CN.UTF-8' };
    expect((await command('status', { env })).stdout).toContain('正在服务');
    expect((await command('refresh nobody', { env })).stderr).toBe('没有名为“nobody”的账号。\n');
  });
});

describe('rota routes', () => {
  it('explains who would serve, each with a reason', async () => {
    const { stdout } = await command('routes explain claude-sonnet-5-5 --session s1');
    expect(stdout).toBe(
      [
        'No route names this model: all accounts serve, in order.',
        '1  Studio key  serves',
        '   Number 1 in your order.',
        `2  ${WORK}  next`,
        '   Number 2 in your order.',
        '',
      ].join('\n'),
    );
    const plan: unknown = JSON.parse((await command('routes explain m --json')).stdout);
    expect(plan).toMatchObject({ model: 'm', entries: [{ verdict: 'chosen' }, { verdict: 'next' }] });
    expect((await command('routes')).stdout).toContain('every model uses all accounts in order (priority)');
  });
});

describe('keys and environment', () => {
  it('are printed alone', async () => {
    const client = await command('key client');
    expect(client).toEqual({ code: 0, stdout: `${rota.core.clientKey().reveal()}\n`, stderr: '' });
    const rotated = await command('key client --rotate');
    expect(rotated.stdout).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
    expect(rotated.stdout).not.toBe(client.stdout);
    expect((await command('env')).stdout).toBe(
      `export ANTHROPIC_BASE_URL=${rota.url}\nexport ANTHROPIC_AUTH_TOKEN=${rotated.stdout}`,
    );
    expect((await command('env', { platform: 'win32' })).stdout).toContain(
      `$env:ANTHROPIC_BASE_URL = '${rota.url}'\n`,
    );
  });

  it('of management open it', async () => {
    const { stdout } = await command('key admin');
    const opened = await fetch(`${rota.url}/api/snapshot`, {
      headers: { authorization: `Bearer ${stdout.trim()}` },
    });
    expect(opened.status).toBe(200);
  });
});

describe('sign-ins', () => {
  it('are renewed, shown and ended', async () => {
    expect((await command(`refresh ${WORK}`)).stdout).toMatch(
      new RegExp(`^The token of ${WORK} is renewed; it ends .+\\.\\n$`),
    );
    expect((await command('oauth status')).stdout).toMatch(new RegExp(`^${WORK} +healthy +.*never +0$`, 'm'));
    expect(JSON.parse((await command('oauth status --json')).stdout)).toMatchObject({
      summary: { total_tokens: 1 },
    });
    expect((await command(`logout ${WORK}`)).stdout).toBe(`${WORK} is signed out.\n`);
    expect(await command(`oauth logout ${WORK}`)).toMatchObject({ code: 1 });
    expect((await command('logout --all')).stdout).toBe('Signed out: 0.\n');
    expect((await command('oauth status')).stdout).toBe('Nobody is signed in.\n');
  });
});

describe('under a --config file', () => {
  it('commands that would change settings fail and name the file; the others work', async () => {
    await using fixed = await startRota({ configFile: 'fixed.yaml' });
    for (const line of [
      'accounts order a',
      'accounts enable a',
      'accounts disable a',
      'accounts rename a b',
      'accounts remove a',
      'accounts add-key --name A',
    ]) {
      const { code, stdout, stderr } = await command(line, { instance: fixed, input: 'sk-key\n' });
      expect({ line, code, stdout }).toEqual({ line, code: 1, stdout: '' });
      expect(stderr).toContain(`${fixed.dataDir}/fixed.yaml`);
    }
    expect((await command('status', { instance: fixed })).stdout).toContain('fixed.yaml');
    const login = await command('login --accept-terms --method paste', { instance: fixed, input: 'x y\n' });
    expect(login.stderr).not.toContain('come from');
  });
});
