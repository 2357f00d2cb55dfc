/** Settings by file and by the management API: refused as a whole, or in force for the next request. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import type { Logger } from '../../../src-main/core/logging/logger.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { clientHeaders, messagesBody, send } from '../../support/http-exchange.ts';
import { done, type SettingsCore, startOnFile, startOnStore } from '../../support/settings-core.ts';

/** The file is looked at every 1.5 s at the latest, and must have rested. */
const IN_FORCE = { timeout: 6_000, interval: 50 };
const KEYS = { A: 'sk-ant-api03-canary-a', B: 'sk-ant-api03-canary-b' } as const;

let simulator: Simulator;
const open: SettingsCore[] = [];

beforeAll(async () => {
  simulator = await startSimulator({
    clock: systemClock,
    accounts: [
      { id: 'A', email: 'a@example.com', plan: 'api', apiKey: KEYS.A },
      { id: 'B', email: 'b@example.com', plan: 'api', apiKey: KEYS.B },
    ],
    // A stream takes long enough to outlive a change of the settings.
    pace: { firstEventMs: 0, betweenEventsMs: 40 },
  });
});
afterEach(async () => {
  for (const rota of open.splice(0)) await rota[Symbol.asyncDispose]();
});
afterAll(() => simulator.close());

async function opened(starting: Promise<SettingsCore>): Promise<SettingsCore> {
  const rota = await starting;
  open.push(rota);
  return rota;
}

/** A core on its own settings with the accounts A and B. */
async function onStore(): Promise<SettingsCore> {
  const rota = await opened(startOnStore({}));
  for (const name of ['A', 'B'] as const) {
    const account = { name, baseUrl: simulator.url, key: KEYS[name] };
    done(await rota.client.command('accounts.addKey', account));
  }
  return rota;
}

async function servedBy(rota: SettingsCore, model?: string) {
  expect((await rota.ask(model)).status).toBe(200);
  const { accountId, model: served } = simulator.ledger.requests.at(-1)!;
  return `${accountId} ${served}`;
}

/** A stream through the gateway that has begun; ends with what came of it. */
async function startStream(rota: SettingsCore, text: string) {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const answer = send(`${rota.url}/v1/messages`, {
    headers: clientHeaders(rota.clientKey),
    body: messagesBody({ stream: true, text }),
    onRequest: (request) => request.once('response', () => resolve()),
  });
  await begun;
  let over = false;
  void answer.then(() => {
    over = true;
  });
  return { answer, isOver: () => over };
}

describe('a settings file that is edited', () => {
  const entry = (name: 'A' | 'B', rest = '') => `  - name: ${name}
    base_url: ${simulator.url}
    auth_type: api_key
    auth_value: ${KEYS[name]}
${rest}`;

  it('is in force for the next request, and a stream that is open goes on at its account', async () => {
    const rota = await opened(startOnFile('rota.yaml', `providers:\n${entry('A')}${entry('B')}`));
    const stream = await startStream(rota, 'count to 40');
    const streaming = simulator.ledger.requests.at(-1)!;
    rota.editFile(`providers:\n${entry('B')}`);
    await expect.poll(async () => (await rota.accounts()).map(({ name }) => name), IN_FORCE).toEqual(['B']);
    expect(await servedBy(rota)).toBe('B claude-sonnet-5-5');
    expect(stream.isOver()).toBe(false);
    const answer = await stream.answer;
    expect(answer).toMatchObject({ status: 200, complete: true, error: null });
    expect(answer.body.toString()).toContain('event: message_stop');
    expect(streaming).toMatchObject({ accountId: 'A', aborted: false });
  });

  it('is refused with file, line and key where one value is wrong, and then nothing of it counts', async () => {
    const told: string[] = [];
    const rota = await opened(
      startOnFile('rota.yaml', `providers:\n${entry('A')}${entry('B')}`, { logger: errorsInto(told) }),
    );
    const before = done(await rota.client.query('settings.get'));
    rota.editFile(`providers:\n${entry('B')}${entry('A', '    proxy: htp://127.0.0.1:1\n')}`);
    await expect
      .poll(() => told, IN_FORCE)
      .toEqual([
        expect.stringMatching(
          /\/rota\.yaml, line 10, column \d+: providers\[1\]\.proxy must be a http, https or socks5 URL with a host, or none\.$/,
        ),
      ]);
    expect(done(await rota.client.query('settings.get'))).toEqual(before);
    expect(await servedBy(rota)).toBe('A claude-sonnet-5-5');
    expect(told.join()).not.toContain('canary');

    rota.editFile(`providers:\n${entry('B')}${entry('A')}`);
    await expect.poll(async () => (await rota.accounts())[0]?.name, IN_FORCE).toBe('B');
    expect(await servedBy(rota)).toBe('B claude-sonnet-5-5');
  });
});

describe('a model route that is saved', () => {
  const candidate = (provider: string, more: object = {}) => ({
    provider,
    accountEmail: null,
    model: null,
    ...more,
  });

  it('is in force for the next request, and a stream that is open goes on', async () => {
    const rota = await onStore();
    const stream = await startStream(rota, 'count to 10');
    const save = (input: object) =>
      rota.client.command('routes.save', { pattern: '*sonnet*', strategy: null, candidates: [], ...input });

    done(await save({ candidates: [candidate('B', { model: 'claude-haiku-4-5' }), candidate('A')] }));
    expect(await servedBy(rota)).toBe('B claude-haiku-4-5');
    done(await save({ pattern: '*Sonnet*', strategy: 'least_used', candidates: [candidate('A')] }));
    expect(await servedBy(rota)).toBe('A claude-sonnet-5-5');
    expect(done(await rota.client.query('routes.list')).routes).toEqual([
      { pattern: '*Sonnet*', strategy: 'least_used', candidates: [candidate('A', { priority: 1 })] },
    ]);

    done(await save({ pattern: '*opus*', formerPattern: '*sonnet*', candidates: [candidate('B')] }));
    expect(await servedBy(rota)).toBe('A claude-sonnet-5-5');
    expect(await servedBy(rota, 'claude-opus-5-5')).toBe('B claude-opus-5-5');
    done(await rota.client.command('routes.remove', { pattern: '*OPUS*' }));
    expect(await servedBy(rota, 'claude-opus-5-5')).toBe('A claude-opus-5-5');
    expect(await stream.answer).toMatchObject({ status: 200, complete: true });
  });

  it.each([
    [
      'an unknown provider',
      { candidates: [candidate('C')] },
      'settings_invalid',
      /\[0\]\.provider names no entry/,
    ],
    [
      'an account that the provider has not',
      { candidates: [candidate('Other', { accountEmail: 'x@example.com' })] },
      'settings_invalid',
      /account_email names no account of that provider/,
    ],
    ['no candidate', { candidates: [] }, 'settings_invalid', /must have at least one candidate/],
    [
      'a circle of renames',
      { candidates: [candidate('A', { model: 'claude-haiku-4-5' })] },
      'settings_invalid',
      /begins a circle of renames \("\*haiku\*" → "\*opus\*" → "\*haiku\*"\)/,
    ],
    [
      'a pattern with a blank',
      { pattern: '*opus *x' },
      'settings_invalid',
      /must be a pattern without blanks/,
    ],
    ['no pattern', { pattern: ' ' }, 'invalid_input', /pattern is too short or empty/],
    [
      'a priority that is no number',
      { candidates: [candidate('A', { priority: 'one' })] },
      'invalid_input',
      /priority/,
    ],
    [
      'the pattern of another route',
      { formerPattern: '*opus*', pattern: '*Haiku*' },
      'name_taken',
      /\*Haiku\* already/,
    ],
    ['a former pattern that is not there', { formerPattern: '*gone*' }, 'route_unknown', /\*gone\*/],
  ])('is refused with %s, and nothing changes', async (_what, change, code, sentence) => {
    const rota = await opened(
      startOnStore({
        providers: [
          { name: 'A', base_url: simulator.url, auth_value: 'vault' },
          { name: 'Other', base_url: simulator.url, auth_value: 'oauth', account_email: 'o@example.com' },
        ],
        model_routes: {
          '*haiku*': [{ provider: 'A', model: 'claude-opus-5-5' }],
          '*opus*': [{ provider: 'A' }],
        },
      }),
    );
    const before = rota.readFile();
    const route = { pattern: '*opus*', strategy: null, candidates: [candidate('A')], ...change };
    expect(await rota.client.command('routes.save', route as never)).toMatchObject({
      error: { code, message: expect.stringMatching(sentence) },
    });
    expect(rota.readFile()).toBe(before);
    expect(await rota.client.command('routes.remove', { pattern: '*sonnet*' })).toMatchObject({
      error: { code: 'route_unknown' },
    });
  });
});

describe('general settings', () => {
  it('are changed all at once, tell of a restart where one is needed, and are reset', async () => {
    const rota = await onStore();
    const change = {
      strategy: 'least_used',
      usagePolling: false,
      tokenProxy: 'http://127.0.0.1:3128',
      otlpUrl: 'http://127.0.0.1:4318/v1/metrics',
      notifications: { switched: false },
      history: { keepRequestsDays: 7, maxBytes: 64 * 1_048_576 },
    } as const;
    expect(done(await rota.client.command('settings.update', change))).toEqual({ restartNeeded: false });
    const { settings } = done(await rota.client.query('settings.get'));
    expect(settings).toMatchObject({
      strategy: 'least_used',
      oauth: { usagePolling: false, proxy: 'http://127.0.0.1:3128', enableAutoRefresh: true },
      otlpUrl: 'http://127.0.0.1:4318/v1/metrics',
      notifications: { switched: false, allResting: true },
      history: { keepRequestsDays: 7, keepDaysDays: 730, maxBytes: 64 * 1_048_576 },
    });
    const port = async (port: number) => done(await rota.client.command('settings.update', { port }));
    expect(await port(9_191)).toEqual({ restartNeeded: true });
    expect(await port(9_090)).toEqual({ restartNeeded: false });

    done(await rota.client.command('terms.accept'));
    done(await rota.client.command('settings.reset'));
    const reset = done(await rota.client.query('settings.get')).settings;
    expect(reset).toMatchObject({ strategy: 'priority', otlpUrl: null, notifications: { switched: true } });
    expect(reset.termsAcceptedAt).not.toBeNull();
    expect((await rota.accounts()).map(({ name }) => name)).toEqual(['A', 'B']);
    expect(await servedBy(rota)).toBe('A claude-sonnet-5-5');
  });

  it.each([
    [{ tokenProxy: 'typo' }, 'settings_invalid', 'settings.oauth.proxy must be a http, https or socks5 URL'],
    [
      { otlpUrl: 'http://me:pw@otel.example' },
      'settings_invalid',
      'settings.otlp_url must be an http or https URL',
    ],
    [{ otlpUrl: 'ftp://x' }, 'invalid_input', 'otlpUrl'],
    [{ port: 70_000 }, 'invalid_input', 'port is out of range'],
    [{ maxAmbiguousAttempts: 0 }, 'invalid_input', 'maxAmbiguousAttempts is out of range'],
    [{ history: { maxBytes: 1 } }, 'invalid_input', 'maxBytes'],
    [{ nonsense: true }, 'invalid_input', 'nonsense'],
  ])('are refused as a whole where one is wrong: %j', async (wrong, code, sentence) => {
    const rota = await opened(startOnStore({}));
    const before = done(await rota.client.query('settings.get'));
    const refused = await rota.client.command('settings.update', { sessionAffinity: false, ...wrong });
    expect(refused).toMatchObject({ error: { code, message: expect.stringContaining(sentence) } });
    expect(JSON.stringify(refused)).not.toContain('pw');
    expect(done(await rota.client.query('settings.get'))).toEqual(before);
  });
});

function errorsInto(lines: string[]): Logger {
  const quiet = () => {};
  return {
    trace: quiet,
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (_message, fields) => void lines.push(String(fields?.detail)),
  };
}
