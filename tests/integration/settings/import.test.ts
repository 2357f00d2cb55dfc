/** A settings file taken over, by the command line and by the management API. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import type { Closer } from '../../../src-main/core/lib/closer.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { run } from '../../../src-main/headless/cli.ts';
import { writeRunFile } from '../../../src-main/shell/run-file.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { done, type SettingsCore, startOnFile, startOnStore } from '../../support/settings-core.ts';
import { testIo } from '../../unit/cli/test-io.ts';

const VECTORS = join(import.meta.dirname, '../../vectors/settings');

let simulator: Simulator;
let rota: SettingsCore;
let runFile: Closer;
let folder: ScratchFolder;

beforeAll(async () => {
  simulator = await startSimulator({
    clock: systemClock,
    accounts: [
      {
        id: 'relay',
        email: 'r@example.com',
        plan: 'api',
        apiKey: 'sk-example-relay-000000000000000000000000',
      },
      {
        id: 'team',
        email: 't@example.com',
        plan: 'api',
        apiKey: 'sk-example-team-0000000000000000000000000',
      },
      { id: 'key', email: 'k@example.com', plan: 'api', apiKey: 'sk-example-anthropic-0000000000000000000' },
    ],
  });
});
afterAll(() => simulator.close());

beforeEach(async () => {
  folder = new ScratchFolder();
  rota = await startOnStore({
    providers: [{ name: 'Own', base_url: 'https://own.example', auth_value: 'vault' }],
  });
  const controlToken = new Secret(rota.controlToken);
  runFile = await writeRunFile(rota.dataDir, { url: rota.url, version: '0.0.0', controlToken });
});
afterEach(async () => {
  await runFile.close();
  await rota[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** An example of the older programs in a file of its own, its keys for the simulator. */
function given(name: string, change: (text: string) => string = (text) => text): string {
  const text = readFileSync(join(VECTORS, name), 'utf8')
    .replace(/base_url: "https:\/\/[^/"]+/g, `base_url: "${simulator.url}`)
    .replaceAll('https://api.anthropic.com/v1', `${simulator.url}/v1`);
  const path = folder.file(name);
  writeFileSync(path, change(text));
  return path;
}

async function rotaCommand(...args: string[]) {
  const { io, stdout, stderr } = testIo({ env: { ROTA_DATA_DIR: rota.dataDir } });
  return { code: await run(args, io), stdout: stdout(), stderr: stderr() };
}

const names = async () => (await rota.accounts()).map(({ name }) => name);
const servedBy = async (model: string) => {
  expect((await rota.ask(model)).status).toBe(200);
  return simulator.ledger.requests.at(-1)?.accountId;
};

describe('rota import', () => {
  it('shows what it would do, does it, and does nothing the second time', async () => {
    const file = given('balancer-example.yaml');
    const before = rota.readFile();
    const lines = [
      '+ account Claude Code Official (first@example.com)',
      '+ account Claude Code Official (second@example.com)',
      '+ account Relay',
      '+ account Team Token',
      '+ account Resting',
      '+ route *opus*',
      '+ route *sonnet*',
      '+ route *haiku*',
      '+ keys from the file into the vault: 3',
    ];
    const shown = await rotaCommand('import', file, '--dry-run');
    expect(shown).toMatchObject({
      code: 0,
      stdout: [...lines, 'Nothing was changed (--dry-run).', ''].join('\n'),
    });
    expect(shown.stderr).toContain(`${file}, line `);
    expect(shown.stderr).toContain('speaks another protocol');
    expect(rota.readFile()).toBe(before);

    const done = await rotaCommand('import', file);
    expect(done).toMatchObject({ code: 0, stdout: [...lines, 'Done.', ''].join('\n') });
    expect(await names()).toEqual([
      'Own',
      'first@example.com',
      'second@example.com',
      'Relay',
      'Team Token',
      'Resting',
    ]);
    expect(await servedBy('claude-haiku-4-5')).toBe('team');
    expect(await servedBy('claude-sonnet-5-5')).toBe('relay');
    expect(rota.readFile()).not.toContain('sk-example');
    expect(done.stdout + done.stderr).not.toContain('sk-example');

    const after = rota.readFile();
    const again = await rotaCommand('import', file);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('account Relay is there already');
    expect(again.stdout).toContain(`Everything in ${file} is there already; nothing was changed.`);
    expect(rota.readFile()).toBe(after);
  });

  it('reads TOML, and keeps a key that was replaced since', async () => {
    const file = given('llm-gateway-example.toml');
    expect(await rotaCommand('import', file)).toMatchObject({ code: 0 });
    expect(await names()).toEqual(['Own', 'anthropic-subscription', 'anthropic-key']);
    expect(await servedBy('claude-sonnet-5-5')).toBe('key');
    const key = 'sk-example-relay-000000000000000000000000';
    done(await rota.client.command('accounts.replaceKey', { account: 'anthropic-key', key }));
    expect(await rotaCommand('import', file)).toMatchObject({ code: 0 });
    expect(await servedBy('claude-sonnet-5-5')).toBe('relay');
  });

  it('takes the acceptance of the terms over only with --accept-terms, and shows the note then', async () => {
    const file = given('balancer-example.yaml', (text) =>
      text.replace('\nsettings:\n', '\nsettings:\n  terms_accepted: true\n'),
    );
    const terms = async () => done(await rota.client.query('terms.get')).acceptedAt;
    await rotaCommand('import', file);
    expect(await terms()).toBeNull();
    const accepted = await rotaCommand('import', file, '--accept-terms');
    expect(accepted.stdout).toContain('+ the note on the vendor’s terms as accepted\n');
    expect(accepted.stderr).toContain('Anthropic');
    expect(await terms()).toBe(0);
  });

  it.each([
    [
      'wrong.yaml',
      'providers:\n  - { name: A, base_url: nowhere, auth_value: sk-canary }\n',
      /wrong\.yaml, line 2, column 16: providers\[0\]\.base_url must be an http or https URL/,
    ],
    [
      'wrong.toml',
      '[server\nport = 1',
      /wrong\.toml, line 1, column \d+: the document is not valid TOML here/,
    ],
    ['empty.yaml', '', /empty\.yaml: the document must not be empty/],
    ['file.txt', 'a: b', /file\.txt must end in \.yaml, \.yml, \.toml or \.json/],
  ])('refuses %s with one sentence and changes nothing', async (name, text, sentence) => {
    writeFileSync(folder.file(name), text);
    const before = rota.readFile();
    const { code, stdout, stderr } = await rotaCommand('import', folder.file(name));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('canary');
    expect(rota.readFile()).toBe(before);
  });

  it('says which file it cannot read', async () => {
    const { code, stderr } = await rotaCommand('import', folder.file('absent.yaml'));
    expect(code).toBe(1);
    expect(stderr).toContain(`${folder.file('absent.yaml')}: the document cannot be read (ENOENT)`);
  });

  it('is refused where a --config file is in charge', async () => {
    await using fixed = await startOnFile('fixed.yaml', 'settings: { log_level: info }');
    const refused = await fixed.client.command('settings.import', { fileName: 'a.yaml', text: 'a: b' });
    expect(refused).toMatchObject({ error: { code: 'read_only' } });
  });
});

describe('the export of the settings', () => {
  it('can be imported elsewhere, where its accounts wait for their keys', async () => {
    await rotaCommand('import', given('balancer-example.yaml'));
    const { yaml } = done(await rota.client.query('settings.export'));
    expect(yaml).not.toContain('sk-example');
    await using other = await startOnStore({});
    const imported = done(
      await other.client.command('settings.import', { fileName: 'rota.yaml', text: yaml }),
    );
    expect(imported).toMatchObject({ changed: true, secretsMoved: 0, warnings: [] });
    expect((await other.accounts()).map(({ name, state }) => [name, state])).toEqual([
      ['Own', 'needs-login'],
      // Subscriptions, for which the terms are not accepted there.
      ['first@example.com', 'disabled'],
      ['second@example.com', 'disabled'],
      ['Relay', 'needs-login'],
      ['Team Token', 'needs-login'],
      ['Resting', 'disabled'],
    ]);
    const routes = async (one: SettingsCore) => done(await one.client.query('routes.list')).routes;
    expect(await routes(other)).toEqual(await routes(rota));
  });
});

describe('the commands that change one account', () => {
  const accountNamed = async (name: string) => (await rota.accounts()).find((one) => one.name === name);

  it('configure it', async () => {
    expect(
      await rotaCommand(
        'accounts',
        'configure',
        'Own',
        '--proxy',
        'none',
        '--hours',
        '22:00-06:00',
        '--max-concurrent',
        '3',
      ),
    ).toEqual({ code: 0, stdout: 'Own is changed.\n', stderr: '' });
    const own = () => JSON.parse(rota.readFile()).providers[0];
    expect(own()).toMatchObject({ proxy: 'none', hours: '22:00-06:00', max_concurrent_requests: 3 });
    await rotaCommand(
      'accounts',
      'configure',
      'Own',
      '--proxy',
      'system',
      '--hours',
      'always',
      '--max-concurrent',
      'none',
    );
    expect(own()).toEqual({ name: 'Own', base_url: 'https://own.example', auth_value: 'vault' });
    expect(await rotaCommand('accounts', 'configure', 'Own', '--hours', '09:00-09:00')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('providers[0].hours must be two different times of day'),
    });
  });

  it('give it another key', async () => {
    const { io, stdout } = testIo({ env: { ROTA_DATA_DIR: rota.dataDir }, input: 'sk-new\n' });
    expect(await run(['accounts', 'replace-key', 'Own'], io)).toBe(0);
    expect(stdout()).toBe('Own uses the new key.\n');
    expect(await accountNamed('Own')).toMatchObject({ state: 'healthy', kind: 'api-key' });
  });

  it('remove it, say how to undo that, and undo it', async () => {
    const { id } = (await accountNamed('Own'))!;
    expect(await rotaCommand('accounts', 'remove', 'Own')).toEqual({
      code: 0,
      stdout: 'Removed: Own.\n',
      stderr: `To undo this within ten minutes: npx rota accounts restore ${id}\n`,
    });
    expect(await names()).toEqual([]);
    expect(await rotaCommand('accounts', 'restore', id)).toMatchObject({
      code: 0,
      stdout: 'Back in their places: Own.\n',
    });
    expect(await names()).toEqual(['Own']);
    expect(await rotaCommand('accounts', 'restore', id)).toMatchObject({
      code: 1,
      stderr: 'Only accounts that were removed in the last ten minutes can be put back.\n',
    });
  });
});
