import { describe, expect, it } from 'vitest';
import { defaultDataFolder } from '../../../src-main/shell/data-folder.ts';

const linux = { platform: 'linux', homeDir: '/home/ada' } as const;

describe('the data folder', () => {
  it('lies where the XDG base directories say', () => {
    expect(defaultDataFolder({ ...linux, env: {} })).toBe('/home/ada/.local/share/rota');
    expect(defaultDataFolder({ ...linux, env: { XDG_DATA_HOME: '/data' } })).toBe('/data/rota');
  });

  it('ignores a relative XDG path, as the specification asks', () => {
    expect(defaultDataFolder({ ...linux, env: { XDG_DATA_HOME: 'data' } })).toBe(
      '/home/ada/.local/share/rota',
    );
  });

  it('lies in Application Support on macOS and in AppData on Windows', () => {
    expect(defaultDataFolder({ env: {}, platform: 'darwin', homeDir: '/Users/ada' })).toBe(
      '/Users/ada/Library/Application Support/rota',
    );
    const windows = { platform: 'win32', homeDir: 'C:\\Users\\ada' } as const;
    expect(defaultDataFolder({ ...windows, env: { APPDATA: 'D:\\Roaming' } })).toBe('D:\\Roaming\\rota');
    expect(defaultDataFolder({ ...windows, env: {} })).toBe('C:\\Users\\ada\\AppData\\Roaming\\rota');
  });

  it('is the one that ROTA_DATA_DIR names, on every platform', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const env = { ROTA_DATA_DIR: '/elsewhere', XDG_DATA_HOME: '/data', APPDATA: 'D:\\' };
      expect(defaultDataFolder({ env, platform, homeDir: '/home/ada' })).toBe('/elsewhere');
    }
  });
});
