/** What the built program refuses to start with, in both languages. */
import { chmodSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { runRota } from '../support/rota-process.ts';
import { processBench } from './process-bench.ts';

const { open, scratch, start } = processBench();

describe('rota start refuses, with a sentence,', () => {
  const refused = (dataDir: string, args: readonly string[] = [], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = runRota(dataDir, ['start', '--port', '0', ...args], { env });
    expect(stdout).toBe('');
    expect(status).toBe(1);
    return stderr;
  };

  it('a second instance on the same data folder', async () => {
    const folder = scratch();
    const rota = await start(folder.path);
    expect(refused(folder.path)).toContain(String(rota.pid));
  });

  it('a port in use, naming the program', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const stderr = refused(scratch().path, ['--port', String(port)]);
    expect(stderr).toContain(`Port ${port}`);
    expect(stderr).toContain(`pid ${process.pid}`);
  });

  it('wrong settings, with file, line and key', () => {
    const folder = scratch();
    writeFileSync(folder.file('c.yaml'), 'server:\n  port: many\n');
    const stderr = refused(folder.path, ['--config', folder.file('c.yaml')]);
    expect(stderr).toMatch(/c\.yaml, line 2, .*server\.port/);
  });

  it('a data folder that is a file', () => {
    const folder = scratch();
    writeFileSync(folder.file('not-a-folder'), '');
    expect(refused(folder.file('not-a-folder'))).toContain('not-a-folder');
  });

  it.skipIf(process.getuid?.() === 0)('a data folder that is read-only', () => {
    const folder = scratch();
    mkdirSync(folder.file('locked'));
    chmodSync(folder.file('locked'), 0o500);
    expect(refused(folder.file('locked'))).toContain('locked');
  });

  it('another address than loopback', () => {
    expect(refused(scratch().path, ['--host', '0.0.0.0'])).toContain('allowed_hosts');
  });

  it('a key store that is not there, naming the other two', () => {
    const stderr = refused(scratch().path, [], { ROTA_KEY_STORE: '', DBUS_SESSION_BUS_ADDRESS: '' });
    expect(stderr).toContain('ROTA_KEY_STORE=file');
    expect(stderr).toContain('ROTA_KEY_STORE=env');
  });
});

describe('in a Chinese terminal rota start refuses in Chinese', () => {
  const refused = (dataDir: string, args: readonly string[] = [], env: Record<string, string> = {}) => {
    const chinese = { LANG: 'zh_CN.UTF-8', ...env };
    const { status, stdout, stderr } = runRota(dataDir, ['start', '--port', '0', ...args], { env: chinese });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    return stderr;
  };

  it('a second instance', async () => {
    const folder = scratch();
    const rota = await start(folder.path);
    expect(refused(folder.path)).toMatch(
      new RegExp(`正在使用中：进程 ${rota.pid}（自 .*同一时间只能有一个。`),
    );
  });

  it('a port in use, with the program that has it', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const stderr = refused(scratch().path, ['--port', String(port)]);
    expect(stderr).toContain(`127.0.0.1 上的端口 ${port} 已被`);
    if (process.platform === 'linux') expect(stderr).toContain(`(pid ${process.pid}) 占用。请用 --port`);
  });

  it('wrong settings, with file, line and key', () => {
    const folder = scratch();
    writeFileSync(folder.file('c.yaml'), 'server:\n  port: many\n');
    const stderr = refused(folder.path, ['--config', folder.file('c.yaml')]);
    expect(stderr).toMatch(/c\.yaml.*2.*server\.port.*[\u4e00-\u9fff]/);
    expect(stderr).not.toContain('must be');
  });

  it('a data folder that is a file', () => {
    const folder = scratch();
    writeFileSync(folder.file('not-a-folder'), '');
    expect(refused(folder.file('not-a-folder'))).toContain('无法使用文件夹');
  });

  it('a key store that is not there, and another address than loopback', () => {
    const stderr = refused(scratch().path, [], { ROTA_KEY_STORE: '', DBUS_SESSION_BUS_ADDRESS: '' });
    expect(stderr).toMatch(/系统钥匙串.*ROTA_KEY_STORE=file/s);
    expect(refused(scratch().path, ['--host', '0.0.0.0'])).toContain('只有当 server.allowed_hosts');
  });

  it('a damaged vault and a damaged record of the key store', async () => {
    const folder = scratch();
    await (await start(folder.path)).stop();
    for (const name of ['vault.rota', 'vault.bak']) truncateSync(folder.file(name), 150);
    const vaultRefused = refused(folder.path);
    expect(vaultRefused).toContain(`${folder.file('vault.rota')}：封存文件已损坏：摘要不匹配。`);
    expect(vaultRefused).toContain('请放回 vault.rota 的备份');
    writeFileSync(folder.file('key-store.json'), '{');
    const recordRefused = refused(folder.path);
    expect(recordRefused).toContain(`请删除 ${folder.file('key-store.json')}，并将 ROTA_KEY_STORE 设为`);
    for (const text of [vaultRefused, recordRefused]) expect(text).not.toMatch(/\b(the|is|and)\b/);
  });
});
