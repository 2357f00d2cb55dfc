import { EventEmitter } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { App, Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { AppMemory } from '../../../src-main/electron/app-memory.ts';
import { denyByDefault } from '../../../src-main/electron/windows/deny-by-default.ts';
import { mayOpenOutside } from '../../../src-main/electron/windows/external-address.ts';
import { isOwnPage, pageAddress, placeOf } from '../../../src-main/electron/windows/page-address.ts';
import { placeAtIcon, reachablePlace } from '../../../src-main/electron/windows/window-place.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';

const SCREEN = { x: 0, y: 0, width: 1280, height: 800 };
const SIZE = { width: 380, height: 560 };

describe('the place of a window', () => {
  it('is the remembered one while its title bar can be reached', () => {
    const place = { x: 100, y: 100, width: 960, height: 680 };
    expect(reachablePlace(place, [SCREEN])).toEqual(place);
    expect(reachablePlace({ ...place, x: -890 }, [SCREEN])).toEqual({ ...place, x: -890 });
  });

  it.each([
    ['on a screen that is gone', { x: 2000, y: 100 }],
    ['below the screen', { x: 100, y: 790 }],
    ['above the screen', { x: 100, y: -50 }],
    ['left of the screen', { x: -950, y: 100 }],
  ])('is left to the system %s', (_what, at) => {
    expect(reachablePlace({ ...at, width: 960, height: 680 }, [SCREEN])).toBeNull();
  });

  it('is below an icon at the top, above one at the bottom, and always on the screen', () => {
    const top = { x: 1240, y: 0, width: 24, height: 24 };
    expect(placeAtIcon(top, SIZE, SCREEN)).toEqual({ x: 900, y: 28 });
    const bottom = { x: 600, y: 770, width: 24, height: 24 };
    expect(placeAtIcon(bottom, SIZE, SCREEN)).toEqual({ x: 422, y: 206 });
    const low = { x: 0, y: 10, width: 100, height: 300 };
    expect(placeAtIcon({ x: 2, y: 2, width: 0, height: 0 }, SIZE, low)).toEqual({ x: 0, y: 10 });
  });
});

describe('addresses', () => {
  it('of the page are our scheme’s and our host’s', () => {
    expect(pageAddress('tray')).toBe('app://rota/index.html#tray');
    expect(isOwnPage(pageAddress('/accounts/add'))).toBe(true);
    expect(placeOf(pageAddress('/accounts/add'))).toBe('/accounts/add');
    expect(placeOf(pageAddress('tray'))).toBe('/accounts');
    for (const foreign of ['app://other/', 'https://rota/', 'app:rota', '', 'file:///rota']) {
      expect(isOwnPage(foreign), foreign).toBe(false);
    }
  });

  it.each([
    ['https://www.anthropic.com/legal', true],
    ['http://www.anthropic.com/legal', false],
    ['http://127.0.0.1:4711/oauth/authorize?x=1', true],
    ['http://127.0.0.1:4712/oauth/authorize', false],
    ['file:///bin/sh', false],
    ['smb://server/share', false],
    ['vscode://open', false],
    ['javascript:alert(1)', false],
    ['nonsense', false],
  ])('may be opened outside: %s, %s', (address, expected) => {
    expect(mayOpenOutside(address, ['http://127.0.0.1:4711/oauth/authorize'])).toBe(expected);
  });
});

describe('what our pages may do', () => {
  function policy() {
    const app = new EventEmitter();
    const handlers: Record<string, (...args: never[]) => unknown> = {};
    const keep = (name: string) => (handler: (...args: never[]) => unknown) => {
      handlers[name] = handler;
    };
    const ownSession = {
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
    };
    const outside: string[] = [];
    const main: string[] = [];
    denyByDefault({
      app: app as unknown as App,
      ownSession: ownSession as unknown as Session,
      openOutside: (address) => outside.push(address),
      openMain: (place) => main.push(place),
    });
    const contents = (session: unknown) => {
      const page = Object.assign(new EventEmitter(), {
        session,
        openHandler: null as ((details: { url: string }) => unknown) | null,
        setWindowOpenHandler(handler: (details: { url: string }) => unknown) {
          page.openHandler = handler;
        },
      });
      app.emit('web-contents-created', {}, page);
      return page;
    };
    return { handlers, outside, main, contents, ownSession };
  }

  const prevented = (page: EventEmitter, event: string, url: string) => {
    let stopped = false;
    page.emit(event, { url, preventDefault: () => (stopped = true) });
    return stopped;
  };

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
    'is to stay where they are on %s',
    (event) => {
      const { contents, ownSession } = policy();
      const page = contents(ownSession);
      expect(prevented(page, event, 'https://claude.ai/')).toBe(true);
      expect(prevented(page, event, 'file:///etc/passwd')).toBe(true);
      expect(prevented(page, event, pageAddress('/accounts'))).toBe(false);
    },
  );

  it('is to open no window: ours is shown, any other address goes outside', () => {
    const { contents, ownSession, outside, main } = policy();
    const page = contents(ownSession);
    expect(page.openHandler?.({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
    expect(page.openHandler?.({ url: pageAddress('/connect') })).toEqual({ action: 'deny' });
    expect(outside).toEqual(['https://example.com/']);
    expect(main).toEqual(['/connect']);
  });

  it('is to embed nothing, in whatever session', () => {
    const { contents, ownSession } = policy();
    expect(prevented(contents(ownSession), 'will-attach-webview', '')).toBe(true);
    expect(prevented(contents({}), 'will-attach-webview', '')).toBe(true);
  });

  it('is to be granted nothing but their copy buttons', () => {
    const { handlers } = policy();
    const asked = (permission: string, url: string) => {
      let granted: boolean | null = null;
      handlers['request']?.(
        { getURL: () => url } as never,
        permission as never,
        ((answer: boolean) => {
          granted = answer;
        }) as never,
      );
      return granted;
    };
    const own = pageAddress('/accounts');
    expect(asked('clipboard-sanitized-write', own)).toBe(true);
    expect(asked('clipboard-sanitized-write', 'https://claude.ai/')).toBe(false);
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'hid',
    ]) {
      expect(asked(permission, own), permission).toBe(false);
      expect(handlers['check']?.(null as never, permission as never, own as never), permission).toBe(false);
    }
    expect(handlers['device']?.()).toBe(false);
  });
});

describe('what the app remembers of itself', () => {
  it('survives the next start, and damage is as good as nothing', () => {
    using folder = new ScratchFolder();
    const path = folder.file('deeper/app.json');
    const memory = new AppMemory(path);
    expect(memory.current).toEqual({ window: null, maximized: false, language: null });
    memory.remember({ language: 'zh-CN', window: { x: 1, y: 2, width: 3, height: 4 } });
    expect(new AppMemory(path).current).toEqual({
      window: { x: 1, y: 2, width: 3, height: 4 },
      maximized: false,
      language: 'zh-CN',
    });
    writeFileSync(path, '{"language":"tlh","maximized":true,"window":5}');
    expect(new AppMemory(path).current).toEqual({ window: null, maximized: true, language: null });
    writeFileSync(path, 'not JSON');
    expect(new AppMemory(path).current.language).toBeNull();
  });

  it('writes only what changed', () => {
    using folder = new ScratchFolder();
    const path = folder.file('app.json');
    const memory = new AppMemory(path);
    memory.remember({ language: 'en' });
    writeFileSync(path, 'untouched');
    memory.remember({ language: 'en' });
    expect(readFileSync(path, 'utf8')).toBe('untouched');
  });
});
