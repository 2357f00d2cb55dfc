/**
 * The real Claude Code client finds Rota through nothing but the settings file that `rota connect` wrote, in both
 * ways, and no longer after `rota disconnect`. Its home folder is a scratch folder; no variable of the environment
 * helps it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import { CLIENT_VERSIONS, installClaudeCode, runClaudeCode } from '../support/claude-code.ts';
import { type CommandResult, type RotaProcess, runRota, startRota } from '../support/rota-process.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';

const TOKEN = 'sk-ant-oat01-first';
const ORIGINAL = '{\r\n\t"cleanupPeriodDays": 20,\r\n\t"permissions": { "deny": ["Read(./.env)"] }\r\n}\r\n';
/** A login of Claude Code's own, as it stores one; nobody but Rota would take it. */
const OWN_LOGIN = {
  claudeAiOauth: {
    accessToken: 'sk-ant-oat01-of-claude-code-itself',
    refreshToken: 'sk-ant-ort01-of-claude-code-itself',
    expiresAt: 4_102_444_800_000,
    scopes: ['user:inference', 'user:profile'],
    subscriptionType: 'max',
  },
};

let simulator: Simulator;
let folder: ScratchFolder;
let home: string;
let rota: RotaProcess;

beforeAll(async () => {
  folder = new ScratchFolder();
  home = folder.file('home');
  mkdirSync(join(home, '.claude'), { recursive: true });
  simulator = await startSimulator({
    clock: systemClock,
    accounts: [{ id: 'first', email: 'first@example.com', plan: 'max', bearerToken: TOKEN }],
    pace: { firstEventMs: 5, betweenEventsMs: 2 },
  });
  const entry = `{ name: first, base_url: "${simulator.url}", auth_type: auth_token, auth_value: ${TOKEN}, proxy: none }`;
  writeFileSync(folder.file('rota.yaml'), `providers: [${entry}]\nsettings: { terms_accepted: true }\n`);
  rota = await start();
});

afterAll(async () => {
  await rota?.stop();
  await simulator?.close();
  folder?.[Symbol.dispose]();
});

const settings = () => join(home, '.claude', 'settings.json');

beforeEach(() => {
  simulator.ledger.clear();
  writeFileSync(settings(), ORIGINAL);
});

const start = () => startRota(folder.file('data'), ['--config', folder.file('rota.yaml')], { HOME: home });

function command(...args: readonly string[]): CommandResult {
  const result = runRota(folder.file('data'), args, { env: { HOME: home } });
  expect(result.status, result.stderr).toBe(0);
  return result;
}

describe.each(CLIENT_VERSIONS)('Claude Code %s', (version) => {
  let binary: string;
  beforeAll(() => {
    binary = installClaudeCode(version);
  });

  const ask = () => runClaudeCode(binary, 'say hi', { home });

  it('is answered through Rota once connected, and is where it was after disconnecting', async () => {
    command('connect', 'claude-code');
    expect((await ask()).stdout).toContain('Hello from first@example.com');
    command('disconnect', 'claude-code');
    expect(readFileSync(settings(), 'utf8')).toBe(ORIGINAL);
    simulator.ledger.clear();
    expect((await ask()).stdout).toContain('Not logged in');
    expect(simulator.ledger.requests).toEqual([]);
  });

  it('is answered through Rota with its own sign-in kept, which goes no further than Rota', async () => {
    const login = join(home, '.claude', '.credentials.json');
    writeFileSync(login, JSON.stringify(OWN_LOGIN));
    command('connect', 'claude-code', '--keep-sign-in');
    expect((await ask()).stdout).toContain('Hello from first@example.com');
    const served = simulator.ledger.requests.filter(({ path }) => path === '/v1/messages');
    expect(served.map(({ accountId }) => accountId)).toEqual(served.map(() => 'first'));
    expect(served.length).toBeGreaterThan(0);
    // It may renew or annotate its login as it likes; nobody else has written to it.
    expect(JSON.parse(readFileSync(login, 'utf8')).claudeAiOauth.accessToken).toBe(
      OWN_LOGIN.claudeAiOauth.accessToken,
    );
    command('disconnect', 'claude-code');
    expect(readFileSync(settings(), 'utf8')).toBe(ORIGINAL);
    writeFileSync(login, '{}');
  });

  it('follows a key that is replaced, and a port that is another after a start', async () => {
    command('connect', 'claude-code');
    command('key', 'client', '--rotate');
    expect((await ask()).stdout).toContain('Hello from first@example.com');
    const before = rota.url;
    await rota.stop();
    expect(rota.output.stderr).toContain('Claude Code still points here');
    rota = await start();
    expect(rota.url).not.toBe(before);
    expect((await ask()).stdout).toContain('Hello from first@example.com');
    command('disconnect', 'claude-code');
    expect(readFileSync(settings(), 'utf8')).toBe(ORIGINAL);
  });
});
