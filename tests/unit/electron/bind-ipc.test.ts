import type { IpcMain, IpcRenderer } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import type { Core } from '../../../src-main/core/create-core.ts';
import { bindIpc } from '../../../src-main/electron/ipc/bind-ipc.ts';
import { createPageBridge } from '../../../src-main/electron/ipc/page-bridge.ts';
import { pageAddress } from '../../../src-main/electron/windows/page-address.ts';
import { createIpcPair } from '../../electron/double/ipc-pair.ts';
import { WebFrame } from '../../electron/double/web-frame.ts';

type Subscriber = Parameters<Core['subscribe']>[0];

function bound(url = pageAddress('/accounts')) {
  const pair = createIpcPair(url);
  const subscribers = new Set<Subscriber>();
  const core: Pick<Core, 'dispatch' | 'subscribe'> = {
    dispatch: vi.fn(async (name: string, input: unknown) => ({ ok: true as const, value: { name, input } })),
    subscribe(subscriber) {
      subscribers.add(subscriber);
      subscriber.onSnapshot({ revision: 1 } as never);
      return { [Symbol.dispose]: () => void subscribers.delete(subscriber) };
    },
  };
  const languages: string[] = [];
  const binding = bindIpc({
    ipcMain: pair.ipcMain as unknown as IpcMain,
    core,
    onLanguage: (language) => languages.push(language),
  });
  const bridge = createPageBridge(pair.ipcRenderer as unknown as IpcRenderer);
  return { ...pair, core, subscribers, bridge, binding, languages };
}

const settled = () => new Promise((resume) => setTimeout(resume, 0));

describe('IPC', () => {
  it('hands a call of our own page to the dispatch, in the page’s language', async () => {
    const { bridge, core } = bound();
    expect(await bridge.call('accounts.order', { accounts: ['a'] }, 'zh-Hans')).toEqual({
      ok: true,
      value: { name: 'accounts.order', input: { accounts: ['a'] } },
    });
    expect(core.dispatch).toHaveBeenCalledWith('accounts.order', { accounts: ['a'] }, { locale: 'zh-CN' });
  });

  it('hears which language our own page speaks, and every change of it', async () => {
    const { bridge, languages, core } = bound();
    bridge.tellLanguage('zh-Hans');
    bridge.tellLanguage('fr');
    await settled();
    expect(languages).toEqual(['zh-CN', 'en']);
    expect(core.dispatch).not.toHaveBeenCalled();
  });

  it('takes what is no language for the one that it begins with', async () => {
    const { bridge, languages } = bound();
    bridge.tellLanguage(7 as never);
    bridge.tellLanguage(['zh-CN'] as never);
    await settled();
    expect(languages).toEqual(['en', 'en']);
  });

  it('hears no language from a page of somebody else', async () => {
    const { bridge, languages } = bound('https://claude.ai/login');
    bridge.tellLanguage('zh-CN');
    await settled();
    expect(languages).toEqual([]);
  });

  it.each([
    ['another site', 'https://claude.ai/login'],
    ['a file', 'file:///usr/share/rota/index.html'],
    ['our scheme with another host', 'app://elsewhere/index.html'],
    ['a host that begins like ours', 'app://rota.example/index.html'],
    ['nothing yet', 'about:blank'],
  ])('refuses a call of %s, and sends it no snapshot', async (_what, url) => {
    const { bridge, core, subscribers } = bound(url);
    expect(await bridge.call('keys.show', { which: 'admin' }, 'en')).toMatchObject({
      ok: false,
      error: { code: 'foreign_source' },
    });
    bridge.subscribe(() => {});
    await settled();
    expect(core.dispatch).not.toHaveBeenCalled();
    expect(subscribers.size).toBe(0);
  });

  it('refuses a frame inside our page, whatever its address', async () => {
    const { ipcMain, page, core } = bound();
    const frame = new WebFrame(pageAddress('/accounts'), page.mainFrame);
    const reply = await ipcMain.invoke({ sender: page, senderFrame: frame }, 'rota:call', [
      'keys.show',
      {},
      'en',
    ]);
    expect(reply).toMatchObject({ error: { code: 'foreign_source' } });
    const gone = await ipcMain.invoke({ sender: page, senderFrame: null }, 'rota:call', [
      'keys.show',
      {},
      'en',
    ]);
    expect(gone).toMatchObject({ error: { code: 'foreign_source' } });
    expect(core.dispatch).not.toHaveBeenCalled();
  });

  it('sends the present snapshot first, then every later one, until the page has enough', async () => {
    const { bridge, subscribers } = bound();
    const heard: unknown[] = [];
    const stop = bridge.subscribe((snapshot) => heard.push(snapshot));
    await settled();
    for (const { onSnapshot } of subscribers) onSnapshot({ revision: 2 } as never);
    await settled();
    expect(heard).toEqual([{ revision: 1 }, { revision: 2 }]);
    stop();
    await settled();
    expect(subscribers.size).toBe(0);
  });

  it('tells a page when no more will come', async () => {
    const { bridge, subscribers } = bound();
    const heard: unknown[] = [];
    bridge.subscribe((snapshot) => heard.push(snapshot));
    await settled();
    for (const { onClose } of subscribers) onClose();
    await settled();
    expect(heard.at(-1)).toBeNull();
  });

  it.each(['did-start-navigation', 'render-process-gone', 'destroyed'])(
    'ends the subscriptions of a page on %s',
    async (event) => {
      const { bridge, page, subscribers } = bound();
      bridge.subscribe(() => {});
      await settled();
      expect(subscribers.size).toBe(1);
      page.emit(event, { isMainFrame: true, isSameDocument: false });
      expect(subscribers.size).toBe(0);
    },
  );

  it('keeps them while the page only moves within its document', async () => {
    const { bridge, page, subscribers } = bound();
    bridge.subscribe(() => {});
    await settled();
    page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect(subscribers.size).toBe(1);
  });

  it('takes no number that is not one, and no more than a few subscriptions', async () => {
    const { ipcRenderer, bridge, subscribers } = bound();
    for (const id of [undefined, null, '1', 1.5, Number.NaN, {}]) ipcRenderer.send('rota:subscribe', id);
    await settled();
    expect(subscribers.size).toBe(0);
    for (let count = 0; count < 20; count++) bridge.subscribe(() => {});
    await settled();
    expect(subscribers.size).toBe(8);
  });

  it('leaves nothing behind when it is taken down', async () => {
    const { bridge, binding, subscribers } = bound();
    bridge.subscribe(() => {});
    await settled();
    binding[Symbol.dispose]();
    expect(subscribers.size).toBe(0);
    await expect(bridge.call('snapshot.get', {}, 'en')).rejects.toThrow(/No handler registered/);
  });
});
