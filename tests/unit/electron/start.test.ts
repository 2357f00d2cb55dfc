import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAppOptions } from '../../../src-main/electron/app-options.ts';
import { networkFingerprint, watchNetwork } from '../../../src-main/electron/network-watch.ts';
import { ownCommand } from '../../../src-main/electron/own-command.ts';
import { sessionFolder } from '../../../src-main/electron/session-folder.ts';
import { autostartEntry, autostartPath } from '../../../src-main/electron/start-at-login/autostart-file.ts';
import { createStartAtLogin } from '../../../src-main/electron/start-at-login/start-at-login.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';

describe('the command line of the app', () => {
  it('knows its own switches, and leaves Chromium’s and the desktop’s to them', () => {
    const args = [
      '--no-sandbox',
      '--ozone-platform=wayland',
      '--demo',
      '--data-dir',
      '/d',
      '--port=0',
      'some.file',
    ];
    expect(parseAppOptions(args, {})).toEqual({
      ok: true,
      value: { configFile: null, dataDir: '/d', port: 0, demo: true, hidden: false },
    });
  });

  it('goes before the environment', () => {
    const env = { ROTA_PORT: '1234', ROTA_DATA_DIR: '/e', ROTA_CONFIG: '/c.yaml' };
    expect(parseAppOptions(['--hidden', '--port', '99'], env)).toMatchObject({
      value: { port: 99, dataDir: '/e', configFile: '/c.yaml', hidden: true },
    });
    expect(parseAppOptions([], { ROTA_PORT: '', ROTA_DATA_DIR: '' })).toMatchObject({
      value: { port: null, dataDir: null },
    });
  });

  it.each([['--port', 'many'], ['--port=70000'], ['--port'], ['--data-dir='], ['--config']])(
    'is refused with a sentence: %s',
    (...args) => {
      expect(parseAppOptions(args, {})).toMatchObject({ ok: false, error: { code: 'wrong-usage' } });
    },
  );

  it('is told from the program', () => {
    const facts = { execPath: '/opt/rota/rota', appPath: '/src/rota', appImage: undefined };
    expect(ownCommand({ ...facts, isPackaged: true, argv: ['/opt/rota/rota', '--demo'] })).toEqual({
      command: ['/opt/rota/rota'],
      given: ['--demo'],
    });
    expect(
      ownCommand({ ...facts, isPackaged: false, argv: ['/opt/electron', '/src/rota', '--demo'] }),
    ).toEqual({
      command: ['/opt/rota/rota', '/src/rota'],
      given: ['--demo'],
    });
    expect(
      ownCommand({ ...facts, isPackaged: true, argv: ['x'], appImage: '/home/me/Rota.AppImage' }).command,
    ).toEqual(['/home/me/Rota.AppImage']);
  });
});

describe('Chromium’s own files', () => {
  const home = { homeDir: '/home/me', platform: 'linux', env: {} } as const;

  it('lie outside the data folder, and apart for each of several', () => {
    const usual = '/home/me/.local/share/rota';
    expect(sessionFolder(usual, home)).toBe('/home/me/.local/state/rota/chromium');
    expect(sessionFolder(usual, { ...home, env: { XDG_STATE_HOME: '/state' } })).toBe('/state/rota/chromium');
    const other = sessionFolder('/elsewhere', home);
    expect(other).toMatch(/^\/home\/me\/\.local\/state\/rota\/chromium-[0-9a-f]{8}$/);
    expect(sessionFolder('/somewhere', home)).not.toBe(other);
  });

  it('have a place on each system', () => {
    const mac = { homeDir: '/Users/me', platform: 'darwin', env: {} } as const;
    expect(sessionFolder('/Users/me/Library/Application Support/rota', mac)).toBe(
      '/Users/me/Library/Application Support/rota-window/chromium',
    );
    const windows = {
      homeDir: 'C:\\Users\\me',
      platform: 'win32',
      env: { APPDATA: 'C:\\R', LOCALAPPDATA: 'C:\\L' },
    } as const;
    expect(sessionFolder('C:\\R\\rota', windows)).toBe('C:\\L\\rota\\chromium');
  });
});

describe('starting at login', () => {
  it('is an entry in the autostart folder on Linux', () => {
    using folder = new ScratchFolder();
    const start = createStartAtLogin({
      app: {} as never,
      platform: 'linux',
      env: { XDG_CONFIG_HOME: folder.path },
      homeDir: '/nowhere',
      command: ['/opt/Rota/rota'],
    });
    const path = join(folder.path, 'autostart/rota.desktop');
    expect(start.isOn()).toBe(false);
    expect(start.set(true)).toEqual({ ok: true, value: undefined });
    expect(start.isOn()).toBe(true);
    expect(readFileSync(path, 'utf8')).toContain('Exec="/opt/Rota/rota" "--hidden"\n');
    expect(start.set(false).ok).toBe(true);
    expect(existsSync(path)).toBe(false);
    expect(start.set(false).ok).toBe(true);
  });

  it('says so where the folder cannot be written', () => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file('config'), 'a file where a folder should be');
    const start = createStartAtLogin({
      app: {} as never,
      platform: 'linux',
      env: { XDG_CONFIG_HOME: folder.file('config') },
      homeDir: '/nowhere',
      command: ['rota'],
    });
    expect(start.set(true)).toMatchObject({ ok: false, error: { code: 'system_refused' } });
  });

  it('quotes what a desktop entry would take for something else', () => {
    expect(autostartEntry(['/home/me/My "$Apps"/50%/ro\\ta'])).toContain(
      'Exec="/home/me/My \\\\"\\\\$Apps\\\\"/50%%/ro\\\\\\\\ta"\n',
    );
    expect(autostartPath({ XDG_CONFIG_HOME: 'relative' }, '/home/me')).toBe(
      '/home/me/.config/autostart/rota.desktop',
    );
  });

  it('is a login item on macOS and Windows, for this very program, and believed only when read back', () => {
    const registered: unknown[] = [];
    let takes = true;
    const app = {
      setLoginItemSettings: (settings: { openAtLogin?: boolean }) => {
        if (takes) registered.push(settings);
      },
      getLoginItemSettings: () => ({
        openAtLogin: (registered.at(-1) as { openAtLogin: boolean } | undefined)?.openAtLogin ?? false,
      }),
    };
    const start = createStartAtLogin({
      app: app as never,
      platform: 'win32',
      env: {},
      homeDir: 'C:\\Users\\me',
      command: ['C:\\Rota\\rota.exe'],
    });
    expect(start.set(true).ok).toBe(true);
    expect(registered).toEqual([{ path: 'C:\\Rota\\rota.exe', args: ['--hidden'], openAtLogin: true }]);
    expect(start.isOn()).toBe(true);
    takes = false;
    expect(start.set(false)).toMatchObject({ ok: false, error: { code: 'system_refused' } });
  });

  it('is not offered elsewhere', () => {
    const start = createStartAtLogin({
      app: {} as never,
      platform: 'freebsd',
      env: {},
      homeDir: '/home/me',
      command: [],
    });
    expect(start.isOn()).toBeNull();
    expect(start.set(true)).toMatchObject({ ok: false, error: { code: 'not_offered' } });
  });
});

describe('the network', () => {
  const address = (ip: string, internal = false) => ({ address: ip, internal }) as never;

  it('is known by the machine’s own addresses', () => {
    const home = { eth0: [address('192.168.1.5'), address('fe80::1')], lo: [address('127.0.0.1', true)] };
    expect(networkFingerprint(home)).toBe('eth0 192.168.1.5');
    expect(networkFingerprint({})).toBe('');
  });

  it('is told of once for each change', () => {
    const clock = new ManualClock();
    let at: NodeJS.Dict<never[]> = { wlan0: [address('10.0.0.2')] };
    let changes = 0;
    const watch = watchNetwork(
      clock,
      () => at,
      () => changes++,
    );
    clock.advance(60_000);
    expect(changes).toBe(0);
    at = { wlan0: [address('172.16.0.9')] };
    clock.advance(60_000);
    expect(changes).toBe(1);
    watch[Symbol.dispose]();
    at = {};
    clock.advance(60_000);
    expect(changes).toBe(1);
  });
});
