import { describe, expect, it } from 'vitest';
import type { LogFields, Logger } from '../../../src-main/core/logging/logger.ts';
import { silentLogger } from '../../../src-main/core/logging/logger.ts';
import { createDispatch, type Handlers } from '../../../src-main/core/management/dispatch.ts';
import { contract } from '../../../src-shared/contract/contract.ts';

const SECRET = 'sk-ant-api03-very-secret';
const english = { locale: 'en' } as const;

/** A dispatch of which only the named handlers are ever reached. */
function dispatchOf(handlers: Partial<Handlers>, readOnlyFile: string | null = null) {
  const lines: { readonly message: string; readonly fields: LogFields | undefined }[] = [];
  const logger: Logger = {
    ...silentLogger,
    error: (message, fields) => void lines.push({ message, fields }),
  };
  const dispatch = createDispatch({
    settle: () => {},
    handlers: handlers as Handlers,
    settings: { origin: { readOnlyFile } },
    logger,
  });
  return { dispatch, lines };
}

describe('dispatch', () => {
  it('hands the handler a validated input with its defaults', async () => {
    const limits: number[] = [];
    const { dispatch } = dispatchOf({
      'requests.recent': ({ limit }) => {
        limits.push(limit);
        return { ok: true, value: { requests: [] } };
      },
    });
    expect(await dispatch('requests.recent', {}, english)).toEqual({ ok: true, value: { requests: [] } });
    await dispatch('requests.recent', { limit: '7' }, english);
    expect(limits).toEqual([50, 7]);
  });

  it('says what is wrong with an input and never repeats its values', async () => {
    const { dispatch } = dispatchOf({});
    const reply = await dispatch(
      'accounts.addKey',
      { key: `${SECRET} and more`, authType: SECRET, baseUrl: 'ftp://x', surplus: SECRET },
      english,
    );
    expect(reply).toEqual({
      ok: false,
      error: {
        code: 'invalid_input',
        message:
          'This cannot be done as asked: name is missing; baseUrl must be an http or https address; ' +
          'authType must be one of api_key, auth_token; key must be one word of visible ASCII characters; ' +
          'unknown surplus.',
      },
    });
    expect(JSON.stringify(reply)).not.toContain(SECRET);
  });

  it('says it in Chinese to whoever reads Chinese', async () => {
    const { dispatch } = dispatchOf({});
    expect(await dispatch('keys.show', {}, { locale: 'zh-CN' })).toMatchObject({
      error: { message: '无法按此要求执行：which 只能是 client, admin 之一。' },
    });
  });

  it.each([[null], ['text'], [[]], [7]])('refuses %j as an input', async (input) => {
    const { dispatch } = dispatchOf({});
    expect(await dispatch('gateway.pause', input, english)).toMatchObject({
      error: { code: 'invalid_input' },
    });
  });

  it('knows only the procedures of the contract', async () => {
    const { dispatch } = dispatchOf({});
    for (const name of ['nothing', 'constructor', '__proto__', 'toString']) {
      expect(await dispatch(name, {}, english)).toMatchObject({ error: { code: 'not_found' } });
    }
  });

  it('lets only out what the contract names', async () => {
    const { dispatch } = dispatchOf({
      'accounts.addKey': () => ({
        ok: true,
        value: { accountId: 'a', name: 'A', key: SECRET } as { accountId: string; name: string },
      }),
    });
    const reply = await dispatch('accounts.addKey', { name: 'A', key: SECRET }, english);
    expect(reply).toEqual({ ok: true, value: { accountId: 'a', name: 'A' } });
  });

  it('turns a fault into an internal error, and logs where it happened but not what it said', async () => {
    const { dispatch, lines } = dispatchOf({
      'gateway.pause': () => {
        throw new TypeError(`cannot use ${SECRET}`);
      },
    });
    const reply = await dispatch('gateway.pause', {}, english);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal_error' } });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.fields?.detail).toMatch(/^gateway\.pause: TypeError at .*dispatch\.test\.ts/);
    expect(JSON.stringify({ reply, lines })).not.toContain(SECRET);
  });

  it('counts an answer that breaks the contract as a fault', async () => {
    const { dispatch, lines } = dispatchOf({
      'keys.show': () => ({ ok: true, value: { key: 7 as unknown as string } }),
    });
    expect(await dispatch('keys.show', { which: 'client' }, english)).toMatchObject({
      error: { code: 'internal_error' },
    });
    expect(lines).toHaveLength(1);
  });
});

describe('under a --config file', () => {
  const changing = Object.entries(contract).filter(([, { changesSettings }]) => changesSettings);

  it('what would change the settings is refused and the file named', async () => {
    const { dispatch } = dispatchOf({}, '/etc/rota.yaml');
    const inputs: Readonly<Record<string, unknown>> = {
      'accounts.addKey': { name: 'A', key: 'k' },
      'accounts.order': { accounts: ['a'] },
      'accounts.setEnabled': { accounts: ['a'], enabled: true },
      'accounts.rename': { account: 'a', name: 'b' },
      'accounts.remove': { accounts: ['a'] },
      'accounts.restore': { accountIds: ['a'] },
      'accounts.configure': { account: 'a', hours: '09:00-18:00' },
      'routes.save': { pattern: '*', strategy: null, candidates: [] },
      'routes.move': {
        from: '*opus*',
        to: '*sonnet*',
        candidate: { provider: 'Claude', accountEmail: null, model: null },
      },
      'routes.remove': { pattern: '*' },
      'settings.update': { sessionAffinity: false },
      'settings.import': { fileName: 'a.yaml', text: '' },
      'settings.reset': {},
      'terms.accept': {},
      'terms.withdraw': {},
    };
    expect(changing.map(([name]) => name).sort()).toEqual(Object.keys(inputs).sort());
    for (const [name, input] of Object.entries(inputs)) {
      expect(await dispatch(name, input, english), name).toEqual({
        ok: false,
        error: {
          code: 'read_only',
          message: 'The settings come from /etc/rota.yaml, so change them in that file.',
        },
      });
    }
  });

  it('everything else goes on', async () => {
    const { dispatch } = dispatchOf({ 'gateway.pause': () => ({ ok: true, value: {} }) }, '/etc/rota.yaml');
    expect(await dispatch('gateway.pause', {}, english)).toEqual({ ok: true, value: {} });
  });
});
