/** Settings and routes by the command line, against a core that runs. */
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { run } from '../../../src-main/headless/cli.ts';
import { writeRunFile } from '../../../src-main/shell/run-file.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { done, type SettingsCore, startOnFile, startOnStore } from '../../support/settings-core.ts';
import { testIo } from '../../unit/cli/test-io.ts';

const KEYS = { A: 'sk-ant-api03-canary-a', B: 'sk-ant-api03-canary-b' } as const;

let simulator: Simulator;
let folder: ScratchFolder;
const open: AsyncDisposable[] = [];

beforeAll(async () => {
  folder = new ScratchFolder();
  simulator = await startSimulator({
    clock: systemClock,
    accounts: [
      { id: 'A', email: 'a@example.com', plan: 'api', apiKey: KEYS.A },
      { id: 'B', email: 'b@example.com', plan: 'api', apiKey: KEYS.B },
    ],
  });
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]();
});
afterAll(async () => {
  await simulator.close();
  folder[Symbol.dispose]();
});

interface Commanded extends SettingsCore {
  rota(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }>;
  inChinese(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }>;
}

/** The core with its `run.json`, so that commands find it. */
async function commanded(starting: Promise<SettingsCore>): Promise<Commanded> {
  const core = await starting;
  open.push(core);
  const controlToken = new Secret(core.controlToken);
  const runFile = await writeRunFile(core.dataDir, { url: core.url, version: '0.0.0', controlToken });
  open.push({ [Symbol.asyncDispose]: () => runFile.close() });
  const command = async (lang: string, args: readonly string[]) => {
    const { io, stdout, stderr } = testIo({ env: { ROTA_DATA_DIR: core.dataDir, LANG: lang } });
    return { code: await run(args, io), stdout: stdout(), stderr: stderr() };
  };
  return {
    ...core,
    rota: (...args) => command('en', args),
    inChinese: (...args) => command('zh_CN.UTF-8', args),
  };
}

/** A core on its own settings with the accounts A and B. */
async function onStore(): Promise<Commanded> {
  const core = await commanded(startOnStore({}));
  for (const name of ['A', 'B'] as const) {
    done(await core.client.command('accounts.addKey', { name, baseUrl: simulator.url, key: KEYS[name] }));
  }
  return core;
}

async function servedBy(core: SettingsCore, model: string) {
  expect((await core.ask(model)).status).toBe(200);
  const { accountId, model: served } = simulator.ledger.requests.at(-1)!;
  return `${accountId} ${served}`;
}

const FILE = 'providers:\n  - { name: A, base_url: https://a.example, auth_value: env:KEY }\n';

describe('rota settings', () => {
  it('shows what is in force, for people and for programs', async () => {
    const core = await onStore();
    const { code, stdout } = await core.rota('settings');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Setting +Value$/m);
    expect(stdout).toMatch(/^port +9090$/m);
    expect(stdout).toMatch(/^strategy +priority$/m);
    expect(stdout).toMatch(/^notifications\.switched +on$/m);
    expect(stdout).toMatch(/^otlp_url +none$/m);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(JSON.parse((await core.rota('settings', '--json')).stdout)).toMatchObject({
      read_only_file: null,
      settings: { port: 9_090, strategy: 'priority', 'history.max_mb': 256, otlp_url: null },
    });
    expect((await core.inChinese('settings')).stdout).toMatch(/^设置 +值$/m);
  });

  it('changes several at once, and says which wait for the next start', async () => {
    const core = await onStore();
    expect(
      await core.rota('settings', 'set', 'strategy', 'least_used', 'usage_polling', 'off', 'port', '9191'),
    ).toEqual({
      code: 0,
      stdout: [
        'strategy is now least_used.',
        'oauth.usage_polling is now off.',
        'port is now 9191, in force after the next start.',
        '',
      ].join('\n'),
      stderr: '',
    });
    expect(JSON.parse(core.readFile())).toMatchObject({
      server: { port: 9_191 },
      settings: { strategy: 'least_used', oauth: { usage_polling: false } },
    });
    expect(await core.inChinese('settings', 'set', 'port', '9292')).toMatchObject({
      stdout: 'port 现在是 9292，下次启动后生效。\n',
    });
    // The port still waits, but it is not what was changed.
    expect(await core.rota('settings', 'set', 'log_level', 'debug')).toMatchObject({
      stdout: 'log_level is now debug.\n',
    });
  });

  it('never shows the password of a proxy', async () => {
    const core = await onStore();
    const set = await core.rota('settings', 'set', 'oauth.proxy', 'http://me:pw-canary@127.0.0.1:3128');
    expect(set).toMatchObject({ code: 0, stdout: 'oauth.proxy is now http://127.0.0.1:3128.\n' });
    expect((await core.rota('settings', '--json')).stdout).not.toContain('canary');
    expect((await core.rota('settings', 'export')).stdout).not.toContain('canary');
  });

  it('refuses a value that only the app does not take with 2, and changes nothing', async () => {
    const core = await onStore();
    const before = core.readFile();
    expect(await core.rota('settings', 'set', 'strategy', 'least_used', 'port', '0')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'This cannot be done as asked: port is out of range.\n',
    });
    expect(core.readFile()).toBe(before);
  });

  it('goes back to the defaults and keeps accounts and routes', async () => {
    const core = await onStore();
    await core.rota('settings', 'set', 'strategy', 'least_used', 'port', '9191');
    await core.rota('routes', 'set', '*opus*', 'B');
    expect(await core.rota('settings', 'reset')).toEqual({
      code: 0,
      stdout:
        'The general settings are back at their defaults; accounts, routes, sign-ins and keys are as they were.\n' +
        'port is now 9090, in force after the next start.\n',
      stderr: '',
    });
    expect(JSON.parse((await core.rota('settings', '--json')).stdout).settings.strategy).toBe('priority');
    expect(await servedBy(core, 'claude-opus-5-5')).toBe('B claude-opus-5-5');
  });

  it('is written out: on stdout, or into a new private file that nothing is overwritten for', async () => {
    const core = await onStore();
    const { stdout: yaml } = await core.rota('settings', 'export');
    expect(yaml).toContain('name: A');
    expect(yaml).not.toContain('canary');

    const file = folder.file('export.yaml');
    expect(await core.rota('settings', 'export', file)).toEqual({
      code: 0,
      stdout: `The settings are written to ${file}, without any secret.\n`,
      stderr: '',
    });
    expect(readFileSync(file, 'utf8')).toBe(yaml);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    writeFileSync(file, 'mine', { mode: 0o644 });
    const link = folder.file('link.yaml');
    symlinkSync('/nonexistent/target', link);
    for (const taken of [file, link, folder.path]) {
      expect(await core.rota('settings', 'export', taken)).toEqual({
        code: 1,
        stdout: '',
        stderr: `${taken} is there already; --force replaces it.\n`,
      });
    }
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(await core.rota('settings', 'export', file, '--force')).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(yaml);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const nowhere = folder.file('no/such/folder.yaml');
    expect(await core.rota('settings', 'export', nowhere)).toMatchObject({
      code: 1,
      stderr: `${nowhere} could not be written (ENOENT).\n`,
    });
    expect(await core.rota('settings', 'export', folder.path, '--force')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/could not be written \((EISDIR|ENOTEMPTY|EEXIST)\)|is there already/),
    });
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('rota routes', () => {
  it('set sends models to accounts and providers in this order, and remove undoes it', async () => {
    const core = await onStore();
    expect(await core.rota('routes', 'set', '*opus*', 'b=claude-haiku-4-5', 'A')).toEqual({
      code: 0,
      stdout: 'Models like *opus* use, in this order: B as claude-haiku-4-5, A.\n',
      stderr: '',
    });
    expect(await servedBy(core, 'claude-opus-5-5')).toBe('B claude-haiku-4-5');
    expect(await servedBy(core, 'claude-sonnet-5-5')).toBe('A claude-sonnet-5-5');

    const [a] = await core.accounts();
    expect(await core.rota('routes', 'set', '*Opus*', a!.id, '--strategy', 'least_used')).toMatchObject({
      stdout: 'Models like *Opus* use, by least_used: A.\n',
    });
    expect(done(await core.client.query('routes.list')).routes).toMatchObject([
      { pattern: '*Opus*', strategy: 'least_used', candidates: [{ provider: 'A', model: null }] },
    ]);
    expect(await core.rota('routes', 'remove', '*opus*')).toMatchObject({
      code: 0,
      stdout: 'The route for *opus* is removed.\n',
    });
    expect(await core.rota('routes', 'remove', '*opus*')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no route for *opus*.\n',
    });
    expect(await servedBy(core, 'claude-opus-5-5')).toBe('A claude-opus-5-5');
  });

  it('fail with 1 and one sentence in the language of the terminal, and change nothing', async () => {
    const core = await onStore();
    await core.rota('routes', 'set', '*haiku*', 'A=claude-opus-5-5');
    const before = core.readFile();
    const circle = ['routes', 'set', '*opus*', 'A=claude-haiku-4-5'];
    expect(await core.rota(...circle)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^model_routes\["\*haiku\*"\] begins a circle of renames .* Nothing was changed\.\n$/,
      ),
    });
    expect(await core.inChinese(...circle)).toMatchObject({
      code: 1,
      stderr:
        'model_routes["*haiku*"] 开始了循环改名（"*haiku*" → "*opus*" → "*haiku*"），而模型只会改名一次。未作任何更改。\n',
    });
    expect(await core.rota('routes', 'set', '*opus*', 'nobody')).toMatchObject({
      code: 1,
      stderr: 'There is no account or provider “nobody”.\n',
    });
    expect(await core.rota('routes', 'set', '*opus*', 'A=')).toMatchObject({
      code: 2,
      stderr: 'Name the model behind “A=”, or leave the “=” out.\n',
    });
    expect(core.readFile()).toBe(before);
  });
});

describe('under a --config file', () => {
  it('what would change settings ends with 1 and names the file; what only reads goes on', async () => {
    const core = await commanded(startOnFile('rota.yaml', FILE));
    const { readOnlyFile: file } = done(await core.client.query('settings.get'));
    for (const line of [
      'settings set strategy least_used',
      'settings reset',
      'routes set * A',
      'routes remove *',
    ]) {
      expect(await core.rota(...line.split(' '))).toEqual({
        code: 1,
        stdout: '',
        stderr: `The settings come from ${file}, so change them in that file.\n`,
      });
    }
    expect((await core.rota('settings')).stdout).toContain(`The settings come from ${file}.\n`);
    expect((await core.rota('settings', 'export')).stdout).toContain('env:KEY');
    expect(core.readFile()).toBe(FILE);
  });
});

describe('a Chinese caller', () => {
  const chinese = async (core: SettingsCore, path: string, body: object) => {
    const response = await fetch(`${core.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${core.controlToken}`,
        'content-type': 'application/json',
        'accept-language': 'zh-CN',
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { error?: { code: string; message: string }; warnings?: string[] };
  };

  it('is told in Chinese why settings are refused, with the same codes', async () => {
    const core = await onStore();
    expect(await chinese(core, '/api/settings/update', { tokenProxy: 'typo' })).toEqual({
      error: {
        code: 'settings_invalid',
        message: 'settings.oauth.proxy 必须是带主机名的 http、https 或 socks5 地址。未作任何更改。',
      },
    });
    const wrong = { fileName: 'wrong.yaml', text: 'server: { port: x }' };
    expect(await chinese(core, '/api/settings/import', wrong)).toEqual({
      error: {
        code: 'import_invalid',
        message: 'wrong.yaml，第 1 行第 11 列：server.port 必须是 0 到 65535 的整数。',
      },
    });
    expect(await chinese(core, '/api/settings/import', { fileName: 'a.txt', text: 'x' })).toMatchObject({
      error: { message: 'a.txt 的名称必须以 .yaml、.yml、.toml 或 .json 结尾。' },
    });
    const unknown = { fileName: 'a.yaml', text: 'servr: {}', dryRun: true };
    expect((await chinese(core, '/api/settings/import', unknown)).warnings).toEqual([
      'a.yaml，第 1 行第 1 列：servr 是未知的设置项，已忽略；最接近的是 server。',
    ]);
  });

  it('reads in Chinese at the terminal what is wrong with a file that is imported', async () => {
    const core = await onStore();
    const file = folder.file('nothing-there.yaml');
    expect(await core.inChinese('import', file)).toEqual({
      code: 1,
      stdout: '',
      stderr: `${file}：此文件无法读取（ENOENT）。\n`,
    });
  });
});

describe('a settings file that breaks while Rota runs', () => {
  it('is told by rota status with its line, in the language of the terminal, until it is mended', async () => {
    const core = await commanded(startOnFile('rota.yaml', FILE));
    const english = /^! The changed settings file has a mistake.*rota\.yaml, line 2.*server\.port must be/m;
    core.editFile('server:\n  port: many\n');
    await expect.poll(async () => (await core.rota('status')).stdout, { timeout: 6_000 }).toMatch(english);
    expect((await core.inChinese('status')).stdout).toMatch(
      /^! 修改后的设置文件有错误.*rota\.yaml.*server\.port 必须是/m,
    );
    const told = JSON.parse((await core.inChinese('status', '--json')).stdout) as {
      readonly notices: readonly unknown[];
    };
    expect(told.notices).toEqual([
      {
        code: 'settings-refused',
        at: expect.stringMatching(/^20\d\d-/),
        message: expect.stringContaining('server.port 必须是'),
      },
    ]);
    // For programs that read the API, the sentence stays English.
    const { notices } = done(await core.client.query('snapshot.get'));
    expect(notices).toMatchObject([
      { kind: 'settings-refused', message: expect.stringContaining('server.port must be') },
    ]);
    core.editFile(FILE);
    await expect
      .poll(async () => (await core.rota('status')).stdout, { timeout: 6_000 })
      .not.toContain('mistake');
  });
});
