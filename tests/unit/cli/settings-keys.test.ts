import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../src-main/headless/cli.ts';
import {
  findKey,
  mergeChanges,
  SETTING_KEYS,
  type SettableSetting,
  valueText,
} from '../../../src-main/headless/commands/settings-keys.ts';
import { grantWishes } from '../../../src-main/headless/commands/settings-wish.ts';
import { contract } from '../../../src-shared/contract/contract.ts';
import { testIo } from './test-io.ts';

const DOCS = readFileSync(join(import.meta.dirname, '../../../docs/settings.md'), 'utf8');

const settable = SETTING_KEYS.filter((key): key is SettableSetting => key.change !== null);

/** What typing these words comes to. */
function granted(name: string, text: string) {
  const found = findKey(name);
  if (found.key?.change == null) expect.unreachable(`${name} cannot be set`);
  return grantWishes([{ key: found.key, text }], 'en');
}

describe('the settings that the command line knows', () => {
  it('are those of the documentation, in its order', () => {
    const documented = (section: string) =>
      [
        ...DOCS.split(`### \`${section}\`\n`)[1]!
          .split(/\n##/)[0]!
          .matchAll(/^\| `([^`]+)` \|/gm),
      ].map((match) => match[1]);
    for (const section of ['server', 'settings']) {
      const known = SETTING_KEYS.filter((key) => key.section === section).map(({ name }) => name);
      expect(known).toEqual(documented(section));
    }
  });

  it('are each known by one name only', () => {
    const lastParts = SETTING_KEYS.map(({ name }) => name.split('.').at(-1));
    expect(new Set(lastParts).size).toBe(lastParts.length);
  });

  it('reach every field of settings.update', () => {
    const values = { onOff: 'off', strategy: 'least_used', logLevel: 'debug', port: '9191', accounts: '3' };
    const more = { days: '60', megabytes: '64', proxy: 'http://127.0.0.1:1', address: 'http://127.0.0.1:2' };
    const last = { host: '0.0.0.0', hosts: 'gateway.example:443', requests: '9', name: 'rota-work' };
    const wishes = settable.map((key) => ({ key, text: { ...values, ...more, ...last }[key.change.takes] }));
    const all = grantWishes(wishes, 'en');
    if (!all.ok) expect.unreachable();
    const update = contract['settings.update'].input;
    expect(update.parse(all.change)).toEqual(all.change);
    const { notifications, history } = update.shape;
    expect(Object.keys(all.change).sort()).toEqual(Object.keys(update.shape).sort());
    expect(Object.keys(all.change.notifications!).sort()).toEqual(
      Object.keys(notifications.unwrap().shape).sort(),
    );
    expect(Object.keys(all.change.history!).sort()).toEqual(Object.keys(history.unwrap().shape).sort());
  });
});

describe('a setting', () => {
  it.each([
    ['strategy', 'strategy'],
    ['settings.strategy', 'strategy'],
    ['Usage-Polling', 'oauth.usage_polling'],
    ['oauth.usage_polling', 'oauth.usage_polling'],
    ['settings.oauth.usage_polling', 'oauth.usage_polling'],
    ['server.port', 'port'],
    ['keep_requests_days', 'history.keep_requests_days'],
  ])('is found as %s', (typed, name) => {
    expect(findKey(typed).key?.name).toBe(name);
  });

  it.each([
    ['stratgy', 'strategy'],
    ['notification.switched', 'notifications.switched'],
    ['usage_poling', 'oauth.usage_polling'],
    ['prot', 'port'],
    ['colour', null],
    ['settings', null],
    ['constructor', null],
  ])('is not found as %s, which is near %s', (typed, near) => {
    expect(findKey(typed)).toEqual({ key: null, near });
  });
});

describe('a typed value', () => {
  it.each([
    ['strategy', 'least_used', { strategy: 'least_used' }],
    ['log_level', 'WARNING', { logLevel: 'warn' }],
    ['session_affinity', 'OFF', { sessionAffinity: false }],
    ['session_affinity', 'yes', { sessionAffinity: true }],
    ['notifications.switched', 'false', { notifications: { switched: false } }],
    ['port', '9191', { port: 9_191 }],
    ['history.max_mb', '8.5', { history: { maxBytes: 8_912_896 } }],
    ['host', '0.0.0.0', { host: '0.0.0.0' }],
    ['host', '::', { host: '::' }],
    [
      'allowed_hosts',
      'Gateway.example:443, tunnel:80',
      { allowedHosts: ['gateway.example:443', 'tunnel:80'] },
    ],
    ['allowed_hosts', 'none', { allowedHosts: [] }],
    ['max_body_mb', '128', { maxBodyBytes: 134_217_728 }],
    ['server.max_concurrent_requests', '50', { maxConcurrentRequests: 50 }],
    ['enable_persistence', 'off', { persistence: false }],
    ['service_name', 'rota-work', { serviceName: 'rota-work' }],
    ['otlp_url', 'none', { otlpUrl: null }],
    ['oauth.proxy', 'None', { tokenProxy: null }],
    ['oauth.proxy', 'socks5://127.0.0.1:1080', { tokenProxy: 'socks5://127.0.0.1:1080' }],
  ])('of %s may be %s', (name, text, change) => {
    expect(granted(name, text)).toEqual({ ok: true, change });
  });

  it.each([
    ['strategy', 'random', 'settings.strategy must be priority, round_robin, least_used or soonest_reset.'],
    ['port', '70000', 'server.port must be a whole number from 0 to 65535.'],
    ['port', '9e3', 'server.port must be a whole number from 0 to 65535.'],
    ['port', '', 'server.port must be a whole number from 0 to 65535.'],
    ['keep_days_days', '1.5', 'settings.history.keep_days_days must be a whole number from 1 to 3650.'],
    ['max_mb', '7', 'settings.history.max_mb must be a number of megabytes from 8 to 100000.'],
    ['oauth.proxy', 'direct', 'settings.oauth.proxy must be a http, https or socks5 URL with a host.'],
    ['otlp_url', 'http://me:pw-canary@x', 'settings.otlp_url must be an http or https URL without user name'],
  ])('of %s may not be “%s”', (name, text, sentence) => {
    const refused = granted(name, text);
    expect(refused).toMatchObject({ wrong: 'value', sentence: expect.stringContaining(sentence) });
    expect(JSON.stringify(refused)).not.toContain('canary');
  });

  it('of a switch is on or off', () => {
    for (const text of ['maybe', '', 'constructor', '1']) {
      expect(granted('switched', text)).toMatchObject({ ok: false, wrong: 'on-off' });
    }
  });

  it('joins others of the same section', () => {
    expect(
      mergeChanges([
        { notifications: { switched: false }, strategy: 'priority' },
        { history: { keepDaysDays: 1 } },
        { notifications: { allResting: true } },
      ]),
    ).toEqual({
      strategy: 'priority',
      notifications: { switched: false, allResting: true },
      history: { keepDaysDays: 1 },
    });
  });

  it('is shown as it is typed', () => {
    expect([true, false, null, [], ['a:1', 'b:2'], 7, 'x'].map((value) => valueText(value))).toEqual([
      'on',
      'off',
      'none',
      'none',
      'a:1, b:2',
      '7',
      'x',
    ]);
  });
});

describe('a wrong call', () => {
  async function rota(line: string, lang = 'en') {
    const { io, stdout, stderr } = testIo({ env: { ROTA_DATA_DIR: '/nonexistent', LANG: lang } });
    return { code: await run(line.split(' '), io), stdout: stdout(), stderr: stderr() };
  }

  it.each([
    ['settings set', "Missing required argument 'key'"],
    ['settings set usage_polling', "Missing required argument 'value'"],
    ['settings set strategy priority usage_polling', '“oauth.usage_polling” needs a value: on or off.'],
    ['settings set stratgy priority', 'There is no setting “stratgy”; the nearest is “strategy”.'],
    ['settings set colour blue', 'There is no setting “colour”; “rota settings” lists them.'],
    ['settings set strategy priority strategy priority', '“strategy” is named twice.'],
    ['settings set terms_accepted yes', '“terms_accepted” is not changed by this command'],
    ['settings set host a/b', 'server.host must be a host name or an IP address'],
    ['settings set allowed_hosts gateway', 'server.allowed_hosts[0] must be'],
    ['settings set switched maybe', 'notifications.switched must be on or off.'],
    ['settings set strategy random', 'settings.strategy must be priority, round_robin'],
    ['settings export a b', 'Too many arguments'],
    ['settings reset now', 'Too many arguments'],
    ['settings sett', 'Too many arguments'],
    ['routes set *opus*', "Missing required argument 'candidate'"],
    ['routes set *opus* a --strategy fastest', 'Allowed choices are priority, round_robin'],
    ['routes remove', "Missing required argument 'pattern'"],
  ])('“rota %s” ends with 2 and one sentence', async (line, sentence) => {
    const { code, stdout, stderr } = await rota(line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('is told in Chinese to a Chinese terminal', async () => {
    const sentence = async (line: string) => (await rota(line, 'zh_CN.UTF-8')).stderr;
    expect(await sentence('settings set port x')).toBe('server.port 必须是 0 到 65535 的整数。\n');
    expect(await sentence('settings set stratgy x')).toBe('没有设置“stratgy”，最接近的是“strategy”。\n');
  });

  it.each([
    'settings',
    'settings --json',
    'settings set strategy priority',
    'settings export',
    'settings reset',
  ])('“rota %s” says that no instance runs', async (line) => {
    expect(await rota(line)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Rota is not running in /nonexistent. Start it with: npx rota start\n',
    });
  });

  it('is helped by a list of the settings with what each takes', async () => {
    const { code, stdout } = await rota('settings set --help');
    expect(code).toBe(0);
    for (const { name } of settable) expect(stdout).toMatch(new RegExp(`^${name} +\\S`, 'm'));
    expect(stdout).toMatch(/^oauth\.usage_polling +on or off$/m);
  });
});
