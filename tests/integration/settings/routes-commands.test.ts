/** Routes by the command line, and all that it says in Chinese, against a core that runs. */
import { describe, expect, it } from 'vitest';
import { done, type SettingsCore } from '../../support/settings-core.ts';
import { CommandBench } from './command-bench.ts';

const bench = new CommandBench();

describe('rota routes', () => {
  it('set sends models to accounts and providers in this order, and remove undoes it', async () => {
    const core = await bench.onStore();
    expect(await core.rota('routes', 'set', '*opus*', 'b=claude-haiku-4-5', 'A')).toEqual({
      code: 0,
      stdout: 'Models like *opus* use, in this order: B as claude-haiku-4-5, A.\n',
      stderr: '',
    });
    expect(await bench.servedBy(core, 'claude-opus-5-5')).toBe('B claude-haiku-4-5');
    expect(await bench.servedBy(core, 'claude-sonnet-5-5')).toBe('A claude-sonnet-5-5');

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
    expect(await bench.servedBy(core, 'claude-opus-5-5')).toBe('A claude-opus-5-5');
  });

  it('fail with 1 and one sentence in the language of the terminal, and change nothing', async () => {
    const core = await bench.onStore();
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
    const core = await bench.onStore();
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
    const core = await bench.onStore();
    const file = bench.folder.file('nothing-there.yaml');
    expect(await core.inChinese('import', file)).toEqual({
      code: 1,
      stdout: '',
      stderr: `${file}：此文件无法读取（ENOENT）。\n`,
    });
  });
});
