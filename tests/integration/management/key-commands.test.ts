import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

describe('rota key admin --rotate', () => {
  /** An open event stream, as the page has one. */
  async function openEvents(token: string) {
    const response = await fetch(`${rota.url}/api/events`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
    const reader = response.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('event: snapshot');
    const ended = (async () => {
      for (;;) if ((await reader.read()).done) return 'ended';
    })();
    return { ended, close: () => reader.cancel() };
  }
  const waited = (ms: number) => new Promise((resolve) => setTimeout(() => resolve('open'), ms));

  it('ends the event streams of the old token and no others', async () => {
    const old = (await command('key admin')).stdout.trim();
    const { control_token } = JSON.parse(readFileSync(join(rota.dataDir, 'run.json'), 'utf8'));
    const [first, second, ofCommands] = [
      await openEvents(old),
      await openEvents(old),
      await openEvents(control_token),
    ];
    expect(await Promise.race([first.ended, waited(300)])).toBe('open');

    const fresh = (await command('key admin --rotate')).stdout.trim();
    expect(await Promise.race([first.ended, waited(2_000)])).toBe('ended');
    expect(await Promise.race([second.ended, waited(2_000)])).toBe('ended');
    expect(await Promise.race([ofCommands.ended, waited(300)])).toBe('open');
    const again = await fetch(`${rota.url}/api/events`, { headers: { authorization: `Bearer ${old}` } });
    expect(again.status).toBe(401);

    // A rotated client key is none of theirs.
    const ofFresh = await openEvents(fresh);
    await command('key client --rotate');
    expect(await Promise.race([ofFresh.ended, waited(300)])).toBe('open');
    await Promise.all([ofFresh.close(), ofCommands.close()]);
  });
});
