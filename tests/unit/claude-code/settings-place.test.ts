import { describe, expect, it } from 'vitest';
import { managedSettingsPath, settingsPlace } from '../../../src-main/core/claude-code/settings-place.ts';

const linux = { homeDir: '/home/ada', platform: 'linux', environment: {} } as const;
const windows = { homeDir: 'C:\\Users\\ada', platform: 'win32', environment: {} } as const;

describe('a settings file of Claude Code', () => {
  it.each([
    [{ scope: 'user' }, linux, '/home/ada/.claude/settings.json'],
    [{ scope: 'user' }, { ...linux, environment: { CLAUDE_CONFIG_DIR: '/etc/cc' } }, '/etc/cc/settings.json'],
    [
      { scope: 'user', configDir: '/mine' },
      { ...linux, environment: { CLAUDE_CONFIG_DIR: '/etc/cc' } },
      '/mine/settings.json',
    ],
    [{ scope: 'project', folder: '/work/app/' }, linux, '/work/app/.claude/settings.json'],
    [{ scope: 'local', folder: '/work/./x/../app' }, linux, '/work/app/.claude/settings.local.json'],
    [{ scope: 'local', folder: '/' }, linux, '/.claude/settings.local.json'],
    [{ scope: 'user' }, windows, 'C:\\Users\\ada\\.claude\\settings.json'],
    [{ scope: 'local', folder: 'D:\\app\\' }, windows, 'D:\\app\\.claude\\settings.local.json'],
  ] as const)('%j has its place', (asked, surroundings, path) => {
    expect(settingsPlace(asked, surroundings)).toMatchObject({
      ok: true,
      value: { scope: asked.scope, path },
    });
  });

  it.each([
    [{ scope: 'user', configDir: 'relative' }],
    [{ scope: 'local' }],
    [{ scope: 'project', folder: 'relative' }],
    [{ scope: 'project', folder: 'C:\\app' }],
  ] as const)('%j has none', (asked) => {
    expect(settingsPlace(asked, linux)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  });

  it('of an administrator has its place on every system', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(managedSettingsPath(platform)).toMatch(/managed-settings\.json$/);
    }
  });
});
