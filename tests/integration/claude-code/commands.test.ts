import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../../src-main/headless/cli.ts';
import { EVENTUALLY } from '../../contract/eventually.ts';
import { type RunningRota, startRota } from '../../contract/running-rota.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { testIo } from '../../unit/cli/test-io.ts';

let rota: RunningRota;
let own: ScratchFolder;

beforeEach(async () => {
  rota = await startRota();
  own = new ScratchFolder();
});
afterEach(async () => {
  await rota[Symbol.asyncDispose]();
  own[Symbol.dispose]();
});

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly isTTY?: boolean;
}

async function command(line: string, { env, ...given }: Given = {}) {
  const config = { CLAUDE_CONFIG_DIR: own.path };
  const streams = testIo({ ...given, env: { ROTA_DATA_DIR: rota.dataDir, ...config, ...env } });
  const code = await run(line.split(' '), streams.io);
  return { code, stdout: streams.stdout(), stderr: streams.stderr() };
}

const file = () => own.file('settings.json');
const read = (path = file()) => readFileSync(path, 'utf8');
const env = (path = file()) => JSON.parse(read(path)).env;
const key = async () => (await command('key client')).stdout.trim();

const ORIGINAL = '{\n  "model": "opus"\n}\n';

describe('rota connect claude-code', () => {
  it('shows the change without the key, makes it, and tries the door', async () => {
    writeFileSync(file(), ORIGINAL);
    const { code, stdout, stderr } = await command('connect claude-code');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`${file()} changes:\n`);
    expect(stdout).toContain(`+     "ANTHROPIC_BASE_URL": "${rota.url}",\n`);
    expect(stdout).toContain('Claude Code uses Rota now');
    expect(stdout).not.toContain(await key());
    expect(env()).toEqual({ ANTHROPIC_BASE_URL: rota.url, ANTHROPIC_AUTH_TOKEN: await key() });

    expect((await command('connect claude-code')).stdout).toContain('needs no change');
    expect(await command('disconnect claude-code')).toMatchObject({ code: 0, stderr: '' });
    expect(read()).toBe(ORIGINAL);
  });

  it('only shows with --dry-run', async () => {
    writeFileSync(file(), ORIGINAL);
    const shown = await command('connect claude-code --dry-run');
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('+     "ANTHROPIC_AUTH_TOKEN"');
    expect(shown.stdout).toContain('Nothing was written.');
    expect(read()).toBe(ORIGINAL);
    await command('connect claude-code');
    const connected = read();
    expect((await command('disconnect claude-code --dry-run')).stdout).toContain(
      '-     "ANTHROPIC_AUTH_TOKEN"',
    );
    expect(read()).toBe(connected);
  });

  it('asks where somebody sits at a terminal', async () => {
    expect((await command('connect claude-code', { isTTY: true, input: 'n\n' })).stderr).toContain(
      'Nothing was written.',
    );
    expect(existsSync(file())).toBe(false);
    await command('connect claude-code', { isTTY: true, input: 'y\n' });
    expect(env()).toHaveProperty('ANTHROPIC_BASE_URL', rota.url);
    await command('disconnect claude-code --yes', { isTTY: true, input: '' });
    expect(existsSync(file())).toBe(false);
  });

  it('keeps the sign-in of Claude Code with --keep-sign-in', async () => {
    const { stderr } = await command('connect claude-code --keep-sign-in');
    expect(stderr).toContain('must be signed in itself');
    expect(env()).toEqual({
      ANTHROPIC_BASE_URL: rota.url,
      ANTHROPIC_CUSTOM_HEADERS: `x-rota-key: ${await key()}`,
    });
  });

  it('connects a project, and warns where its file is shared', async () => {
    const local = await command(`connect claude-code --local --folder ${own.path}`);
    expect(local).toMatchObject({ code: 0, stderr: '' });
    const shared = await command(`connect claude-code --project --folder ${own.path}`);
    expect(shared.stderr).toContain('think of --local');
    for (const name of ['settings.json', 'settings.local.json']) {
      expect(env(own.file(`.claude/${name}`))).toHaveProperty('ANTHROPIC_BASE_URL', rota.url);
    }
    await command(`disconnect claude-code --project --folder ${own.path}`);
    expect(existsSync(own.file('.claude/settings.json'))).toBe(false);
  });

  it('tells of another address in the environment', async () => {
    const elsewhere = { ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' };
    expect((await command('connect claude-code', { env: elsewhere })).stderr).toContain(
      'ANTHROPIC_BASE_URL is http://127.0.0.1:1',
    );
    const here = { ANTHROPIC_BASE_URL: rota.url };
    expect((await command('connect claude-code', { env: here })).stderr).toBe('');
  });

  it.each([
    ['connect', 2, "missing required argument 'what'"],
    ['connect cursor', 2, 'Allowed choices are claude-code'],
    ['connect claude-code --project --local', 2, 'either --project or --local'],
    ['connect claude-code --folder /tmp', 2, '--folder goes with'],
    ['connect claude-code --local --folder /nowhere/at/all', 1, 'There is no folder /nowhere/at/all'],
    ['connect claude-code --key nobody', 1, 'no client key called “nobody”'],
  ])('answers “%s” with %i and one sentence', async (line, code, sentence) => {
    const answer = await command(line);
    expect(answer.code).toBe(code);
    expect(answer.stderr.toLowerCase()).toContain(sentence.toLowerCase());
    expect(answer.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(file())).toBe(false);
  });

  it('leaves a file alone that Claude Code does not load either, in the language of the terminal', async () => {
    writeFileSync(file(), '{ // a comment\n}');
    expect((await command('connect claude-code')).stderr).toContain('it is not valid JSON (line 1)');
    expect((await command('connect claude-code', { env: { LANG: 'zh_CN.UTF-8' } })).stderr).toMatch(
      /不是有效的 JSON/,
    );
    expect(read()).toBe('{ // a comment\n}');
  });
});

describe('a connected file', () => {
  it('gets the new key when the key is replaced', async () => {
    writeFileSync(file(), ORIGINAL);
    await command('connect claude-code');
    const fresh = (await command('key client --rotate')).stdout.trim();
    await expect.poll(() => env().ANTHROPIC_AUTH_TOKEN, EVENTUALLY).toBe(fresh);
    await command('disconnect claude-code');
    expect(read()).toBe(ORIGINAL);
  });

  it('is the original again after a clean quit, and connected after the next start', async () => {
    mkdirSync(own.file('.claude'));
    writeFileSync(own.file('.claude/settings.local.json'), ORIGINAL);
    await command(`connect claude-code --local --folder ${own.path}`);
    await rota.core.claudeCode.suspend();
    expect(read(own.file('.claude/settings.local.json'))).toBe(ORIGINAL);
    await rota.core.claudeCode.settle();
    expect(env(own.file('.claude/settings.local.json'))).toHaveProperty('ANTHROPIC_BASE_URL', rota.url);
  });

  it('does not outlive an instance that remembers in memory only', async () => {
    writeFileSync(file(), ORIGINAL);
    await command('connect claude-code');
    await rota.core.close();
    expect(read()).toBe(ORIGINAL);
  });
});

it.each(['connect claude-code', 'disconnect claude-code', 'report'])(
  'where no instance runs, “rota %s” says so and how to start it',
  async (line) => {
    using data = new ScratchFolder();
    const { code, stdout, stderr } = await command(line, { env: { ROTA_DATA_DIR: data.path } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(`Rota is not running in ${data.path}. Start it with: npx rota start\n`);
  },
);
