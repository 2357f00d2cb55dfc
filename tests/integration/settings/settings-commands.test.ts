/** Settings by the command line, against a core that runs. */
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { done, startOnFile } from '../../support/settings-core.ts';
import { CommandBench, FILE } from './command-bench.ts';

const bench = new CommandBench();

describe('rota settings', () => {
  it('shows what is in force, for people and for programs', async () => {
    const core = await bench.onStore();
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
    const core = await bench.onStore();
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
    const core = await bench.onStore();
    const set = await core.rota('settings', 'set', 'oauth.proxy', 'http://me:pw-canary@127.0.0.1:3128');
    expect(set).toMatchObject({ code: 0, stdout: 'oauth.proxy is now http://127.0.0.1:3128.\n' });
    expect((await core.rota('settings', '--json')).stdout).not.toContain('canary');
    expect((await core.rota('settings', 'export')).stdout).not.toContain('canary');
  });

  it('refuses a value that only the app does not take with 2, and changes nothing', async () => {
    const core = await bench.onStore();
    const before = core.readFile();
    expect(await core.rota('settings', 'set', 'strategy', 'least_used', 'port', '0')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'This cannot be done as asked: port is out of range.\n',
    });
    expect(core.readFile()).toBe(before);
  });

  it('goes back to the defaults and keeps accounts and routes', async () => {
    const core = await bench.onStore();
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
    expect(await bench.servedBy(core, 'claude-opus-5-5')).toBe('B claude-opus-5-5');
  });

  it('is written out: on stdout, or into a new private file that nothing is overwritten for', async () => {
    const core = await bench.onStore();
    const { stdout: yaml } = await core.rota('settings', 'export');
    expect(yaml).toContain('name: A');
    expect(yaml).not.toContain('canary');

    const file = bench.folder.file('export.yaml');
    expect(await core.rota('settings', 'export', file)).toEqual({
      code: 0,
      stdout: `The settings are written to ${file}, without any secret.\n`,
      stderr: '',
    });
    expect(readFileSync(file, 'utf8')).toBe(yaml);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    writeFileSync(file, 'mine', { mode: 0o644 });
    const link = bench.folder.file('link.yaml');
    symlinkSync('/nonexistent/target', link);
    for (const taken of [file, link, bench.folder.path]) {
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

    const nowhere = bench.folder.file('no/such/bench.folder.yaml');
    expect(await core.rota('settings', 'export', nowhere)).toMatchObject({
      code: 1,
      stderr: `${nowhere} could not be written (ENOENT).\n`,
    });
    expect(await core.rota('settings', 'export', bench.folder.path, '--force')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/could not be written \((EISDIR|ENOTEMPTY|EEXIST)\)|is there already/),
    });
    expect(readdirSync(bench.folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('under a --config file', () => {
  it('what would change settings ends with 1 and names the file; what only reads goes on', async () => {
    const core = await bench.commanded(startOnFile('rota.yaml', FILE));
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

describe('a settings file that breaks while Rota runs', () => {
  it('is told by rota status with its line, in the language of the terminal, until it is mended', async () => {
    const core = await bench.commanded(startOnFile('rota.yaml', FILE));
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
