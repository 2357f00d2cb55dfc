import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { run } from '../../../src-main/headless/cli.ts';
import { readRunFile } from '../../../src-main/headless/control-client.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { testIo } from './test-io.ts';

async function rota(line: string, given: Parameters<typeof testIo>[0] = {}) {
  const { io, stdout, stderr } = testIo(given);
  const code = await run(line === '' ? [] : line.split(' '), io);
  return { code, stdout: stdout(), stderr: stderr() };
}

describe('the command line', () => {
  it.each([
    ['nonsense', "Unknown command 'nonsense'"],
    ['status --nonsense', "Unknown option '--nonsense'"],
    ['refresh', "Missing required argument 'account'"],
    ['accounts add-key', "Required option '--name <name>' not specified"],
    ['accounts add-key --name A --auth-type other', 'Allowed choices are api_key, auth_token'],
    ['login --method other', 'Allowed choices are browser, paste'],
    ['key other', "Unknown command 'other'"],
    ['logout', 'Name an account, or say --all.'],
    ['logout somebody --all', 'Name an account, or say --all.'],
    ['start --port many', '--port must be a number'],
    ['--data-dir /x start surplus', "Unexpected argument 'surplus'"],
    ['status surplus', 'Too many arguments'],
  ])('answers “rota %s” with 2 and one sentence', async (line, sentence) => {
    const { code, stdout, stderr } = await rota(line);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('prints its help where it is asked for it, and where it is not told what to do', async () => {
    const asked = await rota('--help');
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    for (const command of ['start', 'login', 'accounts', 'routes', 'env', 'key']) {
      expect(asked.stdout).toContain(`\n  ${command} `);
    }
    expect(await rota('')).toMatchObject({ code: 2, stdout: '', stderr: asked.stdout });
    for (const line of ['start --help', 'help start']) {
      expect(await rota(line)).toMatchObject({ code: 0, stdout: expect.stringContaining('--log-level') });
    }
  });

  it('prints its help in Chinese to a Chinese terminal', async () => {
    expect((await rota('--help', { env: { LANG: 'zh_CN.UTF-8' } })).stdout).toContain('列出账号');
  });

  it('tells its version', async () => {
    expect((await rota('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('where no instance runs', () => {
  const commands = [
    'status',
    'status --json',
    'accounts',
    'accounts order a',
    'accounts add-key --name A',
    'routes explain m',
    'login',
    'oauth login',
    'oauth status',
    'logout --all',
    'refresh a',
    'env',
    'key client',
  ];

  it.each(commands)('“rota %s” says so and how to start it', async (command) => {
    using folder = new ScratchFolder();
    const answer = await rota(command, { env: { ROTA_DATA_DIR: folder.path }, input: 'key\n' });
    expect(answer).toEqual({
      code: 1,
      stdout: '',
      stderr: `Rota is not running in ${folder.path}. Start it with: npx rota start\n`,
    });
  });

  it('the folder of the option is looked at, before that of the environment, wherever it stands', async () => {
    using folder = new ScratchFolder();
    for (const line of [`status --data-dir ${folder.path}`, `--data-dir ${folder.path} status`]) {
      const { code, stderr } = await rota(line, { env: { ROTA_DATA_DIR: '/elsewhere' } });
      expect(code).toBe(1);
      expect(stderr).toContain(`npx rota start --data-dir ${folder.path}\n`);
    }
  });

  it('a file that a killed instance left behind is not believed', async () => {
    using folder = new ScratchFolder();
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const run = { pid: 1, url: `http://127.0.0.1:${port}`, version: '1.0.0', control_token: 'token' };
    writeFileSync(folder.file('run.json'), JSON.stringify(run));
    const { code, stderr } = await rota('status', { env: { ROTA_DATA_DIR: folder.path } });
    expect(code).toBe(1);
    expect(stderr).toContain('Rota is not running in');
  });

  it('another program on the port is told from Rota', async () => {
    using folder = new ScratchFolder();
    const server = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const run = { pid: 1, url: `http://127.0.0.1:${port}`, version: '1.0.0', control_token: 'token' };
    writeFileSync(folder.file('run.json'), JSON.stringify(run));
    const { code, stderr } = await rota('status', { env: { ROTA_DATA_DIR: folder.path } });
    await new Promise((resolve) => server.close(resolve));
    expect(code).toBe(1);
    expect(stderr).toContain('is another program on its port?');
  });
});

describe('run.json', () => {
  it.each([
    ['no JSON', '{'],
    ['no object', '7'],
    ['no token', '{"pid":1,"url":"http://127.0.0.1:1","version":"1"}'],
    ['no http address', '{"pid":1,"url":"file:///x","version":"1","control_token":"t"}'],
    ['an address that is none', '{"pid":1,"url":"here","version":"1","control_token":"t"}'],
  ])('is not used with %s', async (_what, text) => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file('run.json'), text);
    expect(await readRunFile(folder.path)).toBeNull();
  });
});
