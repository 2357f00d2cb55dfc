import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src-main/headless/cli.ts';
import { type RunningRota, SIMULATED_KEY, startRota } from '../../contract/running-rota.ts';
import { testIo } from '../../unit/cli/test-io.ts';

let rota: RunningRota;
beforeAll(async () => {
  rota = await startRota();
  for (const name of ['Alpha', 'Beta']) {
    const added = await command(
      `accounts add-key --name ${name} --provider ${name} --base-url ${rota.simulator.url}`,
      `${SIMULATED_KEY}\n`,
    );
    if (added.code !== 0) throw new Error(added.stderr);
  }
});
afterAll(() => rota[Symbol.asyncDispose]());

async function command(line: string, input = '', env: Readonly<Record<string, string>> = {}) {
  const streams = testIo({ input, env: { ROTA_DATA_DIR: rota.dataDir, ...env } });
  const code = await run(line.split(' '), streams.io);
  return { code, stdout: streams.stdout(), stderr: streams.stderr() };
}

/** Who answers a request with this key: the status and the account's id. */
async function ask(key: string) {
  const answer = await fetch(`${rota.url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'hi' }] }),
  });
  await answer.text();
  return { status: answer.status, account: answer.headers.get('x-rota-account') };
}

describe('rota key client --only', () => {
  it('makes a key that leads to the named accounts only, alone on stdout, named after them', async () => {
    const made = await command('key client --only Beta');
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(/^[A-Za-z0-9_-]{32,}\n$/);
    expect(made.stderr).toBe('The client key “Beta” leads to Beta only.\n');
    const own = (await command('key client')).stdout.trim();
    const [walled, open] = [await ask(made.stdout.trim()), await ask(own)];
    expect([walled.status, open.status]).toEqual([200, 200]);
    expect(walled.account).not.toBe(open.account);
    expect((await command('key client --name beta')).stdout).toBe(made.stdout);
    expect((await command('routes explain m --key Beta')).stdout).toMatch(
      /1 {2}Beta {2}serves\n.*\n2 {2}Alpha {2}left out\n.*“Beta” leads to other accounts only/,
    );
  });

  it('binds the key of a name anew and keeps its value, or replaces the value and keeps what it leads to', async () => {
    const made = await command('key client --only Alpha,Beta --name Project');
    expect((await command('key client --only Beta --name Project')).stdout).toBe(made.stdout);
    const rotated = await command('key client --name Project --rotate');
    expect(rotated.stdout).not.toBe(made.stdout);
    expect((await ask(made.stdout.trim())).status).toBe(401);
    expect((await command('key list')).stdout).toBe('Key      Only for\nBeta     Beta\nProject  Beta\n');
    expect(JSON.parse((await command('key list --json')).stdout)).toMatchObject([
      { name: 'Beta', accounts: [{ name: 'Beta' }] },
      { name: 'Project', accounts: [{ name: 'Beta' }] },
    ]);
    const removed = await command('key remove project');
    expect(removed).toMatchObject({ code: 0, stdout: '', stderr: 'The client key “project” is removed.\n' });
    expect((await ask(rotated.stdout.trim())).status).toBe(401);
  });

  it('is told in one sentence what is wrong', async () => {
    expect(await command('key client --only Nobody')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'There is no account “Nobody”.\n',
    });
    for (const line of ['key client --name Nobody', 'key remove Nobody', 'env --key Nobody']) {
      expect(await command(line), line).toMatchObject({
        code: 1,
        stdout: '',
        stderr: 'There is no client key “Nobody”.\n',
      });
    }
    const chinese = await command('key remove Nobody', '', { LC_ALL: 'zh_CN.UTF-8' });
    expect(chinese.stderr).toBe('没有名为“Nobody”的客户端密钥。\n');
  });
});

describe('rota env --key', () => {
  it('prints what the settings.local.json of a project needs', async () => {
    const key = (await command('key client --only Beta')).stdout.trim();
    const { code, stdout, stderr } = await command('env --key Beta');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      env: { ANTHROPIC_BASE_URL: rota.url, ANTHROPIC_AUTH_TOKEN: key },
    });
    expect(stderr).toContain('.claude/settings.local.json');
  });
});
