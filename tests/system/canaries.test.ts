/**
 * Secrets are planted wherever a secret can enter, the whole program is driven as a process through good and bad
 * times, and then everything that it said, answered or wrote is searched for them, in any usual encoding.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import { contract, type ProcedureName } from '../../src-shared/contract/contract.ts';
import { endpointOf } from '../../src-shared/contract/endpoint.ts';
import { prepareFolder } from '../reliability/folder-core.ts';
import { approve, REDIRECT_URI } from '../reliability/management.ts';
import { filesBelow, findLeaks } from '../support/canaries.ts';
import {
  CanaryRun,
  controlTokenOf,
  type IssuedToken,
  overheard,
  speakingFault,
} from '../support/canary-run.ts';
import { clientHeaders, messagesBody, type SeenAnswer, send } from '../support/http-exchange.ts';
import { type RotaProcess, runRota, startRota } from '../support/rota-process.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Some fifty programs are started one after the other, which a busy machine takes its time for. */
const LIMIT_MS = 240_000;

/** What may hold secrets: the vault, and the key beside it. */
const VAULT_FILES = ['vault.rota', 'vault.bak', 'master.key'];

function scratch(): ScratchFolder {
  const folder = new ScratchFolder();
  open.push(() => folder[Symbol.dispose]());
  return folder;
}

async function vendor(apiKey: string, setupToken: string): Promise<Simulator> {
  const simulator = await startSimulator({
    clock: systemClock,
    accounts: [
      { id: 'work', email: 'work@studio.example', plan: 'max' },
      { id: 'home', email: 'home@studio.example', plan: 'max' },
      { id: 'key', email: 'key@studio.example', plan: 'api', apiKey },
      { id: 'setup', email: 'setup@studio.example', plan: 'max', bearerToken: setupToken },
    ],
    oauth: { redirectUris: [REDIRECT_URI] },
    ledger: { keepBodies: true },
  });
  open.push(() => simulator.close());
  return simulator;
}

async function start(folder: string, home: string, ...args: string[]): Promise<RotaProcess> {
  // Claude Code's settings are looked for in the home folder, which must not be the real one.
  const rota = await startRota(folder, ['--log-level', 'trace', ...args], { HOME: home });
  open.push(() => rota.stop());
  return rota;
}

/** A port on which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** What Rota answers by itself is evidence; what it relays is the client's own business. */
function seeOwnAnswer(run: CanaryRun, what: string, answer: SeenAnswer): void {
  if (answer.headers['x-rota-account'] === undefined) run.see(`the answer to ${what}`, answer.body);
  run.see(`the headers of the answer to ${what}`, answer.rawHeaders.join('\n'));
}

const QUERIES = Object.entries(contract).filter(([, { kind }]) => kind === 'query');
/** Queries that cannot do without an input. */
const INPUTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'keys.show': { which: 'client' },
  'requests.find': { id: 'unknown' },
  'login.find': { loginId: 'unknown' },
  'usage.report': { since: '0' },
};
const SHOWS: Readonly<Record<string, readonly string[]>> = {
  'keys.show': ['client key'],
  'env.get': ['client key'],
};

async function askEverything(run: CanaryRun, rota: RotaProcess): Promise<void> {
  for (const [name] of QUERIES) {
    await run.call(rota, name as ProcedureName, INPUTS[name] ?? {}, SHOWS[name] ?? []);
  }
  for (const path of [
    '/',
    '/openapi.json',
    '/metrics',
    '/providers',
    '/oauth/status',
    '/health',
    '/nowhere',
  ]) {
    await run.request(rota, path);
  }
}

function commandsThatShow(run: CanaryRun, dataDir: string): void {
  for (const args of [
    ['status', '-v'],
    ['status', '--json'],
    ['accounts', '--json'],
    ['routes', '--json'],
    ['routes', 'explain', 'claude-opus-5-5'],
    ['usage', '--json'],
    ['requests', '--json'],
    ['logs'],
    ['oauth', 'status'],
    ['doctor', '--json'],
    ['report'],
    ['refresh', 'nobody@example.com'],
  ]) {
    run.command(dataDir, args);
  }
}

describe('no secret is in anything but the vault', () => {
  it(
    'with the app’s own settings: sign-ins, keys, errors of upstreams, failed refreshes, every query and command',
    async () => {
      const run = new CanaryRun();
      const simulator = await vendor(
        run.plant('API key', 'sk-ant-api03-CanaryApiKey_f81d4fae7dec11d0a765'),
        run.plant('setup token', 'sk-ant-oat01-CanarySetup_3b12f1df5b4c43c2a5d4'),
      );
      const prompt = run.plant('prompt', 'Canary prompt: the launch code is “tulip 4711 marmalade”');
      const said = run.plant('upstream error', 'Canary upstream error: card ending 4242 was declined');
      const folder = scratch();
      prepareFolder(folder.path, simulator);
      const home = scratch();
      const settingsOfClaude = home.file('.claude/settings.json');
      mkdirSync(home.file('.claude'));
      const theirs = run.plant(
        'token in Claude Code’s settings',
        'canary-of-claude-settings-70efdf2ec9b0860',
      );
      writeFileSync(
        settingsOfClaude,
        JSON.stringify({
          env: { ANTHROPIC_AUTH_TOKEN: theirs, ANTHROPIC_BASE_URL: 'https://other.example' },
        }),
      );
      const rota = await start(folder.path, home.path);
      run.plant('master key', readFileSync(folder.file('master.key'), 'utf8').trim());
      run.plant('control token', controlTokenOf(rota));
      const key = run.plant('client key', runRota(folder.path, ['key', 'client']).stdout.trim());
      run.plant('admin token', runRota(folder.path, ['key', 'admin']).stdout.trim());
      const stopListening = run.listen(rota);
      const issued: IssuedToken[] = [];
      const hear = () =>
        simulator.faults.inject({ fault: overheard(issued), times: Number.POSITIVE_INFINITY });
      let hearing = hear();
      const tokenEndpointSays = (...faults: Parameters<Simulator['faults']['inject']>[0][]) => {
        hearing[Symbol.dispose]();
        for (const fault of faults) simulator.faults.inject(fault);
        hearing = hear();
      };

      // Sign-ins: one as it should be, one with a code that nobody made, one refused by the token endpoint.
      const signIn = async (email: string) => {
        const { loginId, authorizationUrl } = await run.call(rota, 'login.begin', { method: 'paste' });
        const address = await approve(String(authorizationUrl), email);
        await run.call(rota, 'login.complete', { loginId, code: address });
        return address;
      };
      const used = await signIn('work@studio.example');
      await signIn('home@studio.example');
      await run.call(rota, 'login.complete', { code: used });
      const begun = await run.call(rota, 'login.begin', { method: 'paste' });
      const invented = run.plant('invented code', 'CanaryInventedCode_9d1c250ae61b44d988ed');
      await run.call(rota, 'login.complete', { loginId: begun['loginId'], code: `${invented}#wrong-state` });
      await run.request(rota, '/oauth/exchange-code', {
        method: 'POST',
        body: JSON.stringify({ code: `https://evil.example/?code=${invented}&state=x` }),
      });
      tokenEndpointSays({ fault: speakingFault('token-endpoint', 400, said), times: 1 });
      await signIn('home@studio.example');

      // Keys: good ones, one in the wrong place, one that is refused, a bound one, a rotated one.
      const addKey = (name: string, value: string, ...more: string[]) =>
        run.command(
          folder.path,
          ['accounts', 'add-key', '--name', name, '--base-url', simulator.url, ...more],
          {
            input: `${value}\n`,
          },
        );
      addKey('key', 'sk-ant-api03-CanaryApiKey_f81d4fae7dec11d0a765');
      addKey('setup', 'sk-ant-oat01-CanarySetup_3b12f1df5b4c43c2a5d4');
      addKey('refused', run.plant('refused key', 'sk-canary-refused-6ba7b8109dad11d180b4'));
      addKey(
        'twice',
        run.plant('key in a failed command', 'canary key of a failed command 8f14e45f'),
        '--auth-type',
        'x',
      );
      const password = run.plant('proxy password', 'CanaryProxyPassword_c9f0f895fb98ab91');
      const proxy = `http://canary:${password}@127.0.0.1:${await deadPort()}`;
      await run.call(rota, 'accounts.configure', { account: 'refused', proxy });
      const bound = await run.call(rota, 'keys.create', { name: 'project', accounts: ['key'] }, [
        'bound key',
      ]);
      const boundKey = run.plant('bound key', String(bound['key'] ?? 'no bound key was made'));
      const rotated = await run.call(rota, 'keys.rotate', { which: 'admin' }, ['rotated admin token']);
      run.plant('rotated admin token', String(rotated['key']));
      await run.call(rota, 'accounts.testKey', {
        baseUrl: simulator.url,
        key: run.plant('tried key', 'sk-canary-tried-1679091c5a880faf6fb5'),
        proxy,
      });
      await run.call(rota, 'accounts.replaceKey', {
        account: 'refused',
        key: run.plant('replaced key', 'sk-canary-replaced-e4da3b7fbbce2345d777'),
      });

      // Requests: good ones, then every kind of failure, each with a text of the upstream's own.
      const ask = async (what: string, headers = clientHeaders(key), stream = false) => {
        const body = messagesBody({ stream, text: prompt });
        seeOwnAnswer(run, what, await send(`${rota.url}/v1/messages`, { headers, body }));
      };
      await ask('a good request');
      await ask('a stream', clientHeaders(key), true);
      await ask('a bound key', clientHeaders(boundKey));
      await ask(
        'a wrong key',
        clientHeaders(run.plant('wrong client key', 'canary-wrong-client-key-45c48cce2e2d')),
      );
      for (const fault of [
        'reset-before-head',
        'truncated-body',
        'unparsable-data-line',
        'error-event-mid-stream',
      ]) {
        simulator.faults.inject({ fault });
        await ask(fault, clientHeaders(key), true);
      }
      // Those that close accounts come last.
      for (const status of [400, 404, 500, 503, 529, 403, 429, 402, 401]) {
        for (const page of [false, true]) {
          simulator.faults.inject({ fault: speakingFault('api', status, said, page), times: 8 });
          await ask(`an upstream that says ${status}`, clientHeaders(key), page);
          simulator.faults.clear();
          hearing = hear();
        }
      }
      // Refreshes that fail in words.
      const accounts = (await run.call(rota, 'snapshot.get'))['accounts'] as { id: string; kind: string }[];
      const signedIn = accounts.filter(({ kind }) => kind === 'oauth').map(({ id }) => id);
      tokenEndpointSays(
        { fault: speakingFault('token-endpoint', 500, said) },
        { fault: speakingFault('token-endpoint', 403, said, true) },
        { fault: 'token-garbage' },
      );
      for (const account of [...signedIn, ...signedIn]) await run.call(rota, 'accounts.refresh', { account });
      simulator.account('home').revokeGrants();
      await ask('an account that was signed out');
      for (const account of signedIn)
        await run.request(rota, `/oauth/refresh/${account}`, { method: 'POST' });

      // Claude Code's settings file: its own token makes way for the client key, and comes back.
      const { fingerprint } = await run.call(rota, 'claudeCode.preview');
      await run.call(rota, 'claudeCode.connect', { fingerprint });
      expect(readFileSync(settingsOfClaude, 'utf8')).toContain(key);
      await run.call(rota, 'claudeCode.preview');

      // Settings that cannot be read in.
      const text = `providers:\n  - name: x\n    base_url: nonsense\n    auth_value: ${run.plant('key in a refused import', 'sk-canary-import-c81e728d9d4c2f636f06')}\n    proxy: "ftp://u:${password}@h"\n`;
      for (const dryRun of [true, false]) {
        await run.call(rota, 'settings.import', { fileName: 'x.yaml', text, dryRun });
        await run.call(rota, 'settings.import', { fileName: 'x.yaml', text: `${text}\t]`, dryRun });
      }
      for (const [name, { kind }] of Object.entries(contract)) {
        if (kind === 'command' && !name.startsWith('shell.'))
          await run.call(rota, name as ProcedureName, { x: 1 });
      }

      await askEverything(run, rota);
      commandsThatShow(run, folder.path);
      run.command(folder.path, ['env'], { mayShow: ['client key'] });
      const undo = await run.call(rota, 'claudeCode.previewDisconnect');
      await run.call(rota, 'claudeCode.disconnect', { fingerprint: undo['fingerprint'] });
      expect(readFileSync(settingsOfClaude, 'utf8')).toContain(theirs);
      await stopListening();
      run.see('run.json', readFileSync(folder.file('run.json')), ['control token']);
      await rota.stop();

      run.plantTokensOf(simulator, issued);
      run.see('stdout of the program', rota.output.stdout);
      run.see('stderr of the program', rota.output.stderr);
      // The user's own proxy address is a setting; whoever shows settings leaves its password out.
      run.see('config.json', readFileSync(folder.file('config.json')), ['proxy password']);
      run.evidence.push(...filesBelow(folder.path, [...VAULT_FILES, 'config.json']));

      for (const [name, { kind }] of QUERIES) {
        const { path } = endpointOf(name, kind);
        const expected = name === 'login.find' ? 404 : 200;
        expect(run.evidence.map(({ where }) => where)).toContain(`GET ${path} (${expected})`);
      }
      expect(run.evidence.some(({ where }) => where.startsWith('the file reports/'))).toBe(true);
      expect(issued.length).toBeGreaterThan(2);
      expect(run.canaries.filter(({ name }) => name.startsWith('code_verifier')).length).toBeGreaterThan(1);
      expect(findLeaks(run.canaries, run.evidence)).toEqual([]);
      // The search would have found them: the one place that may hold them in the clear shows what it is meant to show.
      const shown = run.evidence.map((one) => ({ ...one, mayShow: [] }));
      expect(findLeaks(run.canaries, shown)).toContain('client key stands in GET /api/keys/show (200)');
    },
    LIMIT_MS,
  );

  it(
    'with a settings file that holds keys and passwords, also where the file is wrong',
    async () => {
      const run = new CanaryRun();
      const literal = run.plant('key in the file', 'sk-ant-api03-CanaryLiteral_d3d9446802a44259755d');
      const header = run.plant('custom header', 'CanaryCustomHeader_6512bd43d9caa6e02c99');
      const password = run.plant('proxy password', 'CanaryProxyPassword_c20ad4d76fe97759aa27');
      const prompt = run.plant('prompt', 'Canary prompt: grandmother’s recipe is 70 % rye');
      const simulator = await vendor(literal, 'sk-ant-oat01-unused');
      const proxy = `http://canary:${password}@127.0.0.1:${await deadPort()}`;
      const good = `
server: { port: 9090 }
providers:
  - name: straight
    base_url: ${simulator.url}
    auth_type: api_key
    auth_value: ${literal}
    proxy: none
    custom_headers: { x-canary: "${header}" }
  - name: by proxy
    base_url: ${simulator.url}
    auth_type: api_key
    auth_value: ${literal}
    proxy: "${proxy}"
oauth_providers:
  - name: simulated
    client_id: ${simulator.clientId}
    auth_url: ${simulator.authUrl}
    token_url: ${simulator.tokenUrl}
    redirect_uri: ${REDIRECT_URI}
    scopes: [user:inference]
    custom_headers: { x-canary: "${header}" }
settings: { terms_accepted: true, oauth: { proxy: "${proxy}" } }
`;
      const wrong = [
        good.replace('port: 9090', `port: "${literal}"`),
        good.replace('auth_type: api_key', `auth_type: ${literal}`),
        good.replace(`auth_value: ${literal}`, `auth_valeu: ${literal}`),
        good.replace(`auth_value: ${literal}`, `auth_value: [ ${literal}, 1 ]`),
        good.replace(`proxy: "${proxy}"`, `proxy: "ftp://canary:${password}@proxy.example"`),
        good.replace(`x-canary: "${header}"`, `x-canary: [ "${header}" ]`),
        good.replace(`x-canary: "${header}"`, `"x canary": "${header}"`),
        good.replace('proxy: none', `base_url: ${literal}`),
        good.replace(`auth_value: ${literal}`, `auth_value: "${literal}`),
      ];
      /** Not refused, but warned of. */
      const odd = [good.replace('proxy: none', `prxy: "${proxy}"`), `${good}\n${literal}: 1\n`];
      const folder = scratch();
      const file = folder.file('rota.yaml');
      for (const text of wrong) {
        writeFileSync(file, text);
        const { stdout, stderr, status } = runRota(scratch().path, [
          'start',
          '--port',
          '0',
          '--config',
          file,
          '--log-level',
          'trace',
        ]);
        run.see('a start that is refused', `${stdout}\n${stderr}`);
        expect(status).toBe(1);
        expect(stderr).toContain('rota.yaml');
      }

      for (const text of odd) {
        writeFileSync(file, text);
        const warned = await start(scratch().path, scratch().path, '--config', file);
        await warned.stop();
        run.see('a start with a warning', `${warned.output.stdout}\n${warned.output.stderr}`);
        expect(warned.output.stderr).toContain('rota.yaml');
      }

      writeFileSync(file, good);
      const data = scratch();
      const rota = await start(data.path, scratch().path, '--config', file);
      const key = run.plant('client key', runRota(data.path, ['key', 'client']).stdout.trim());
      const stopListening = run.listen(rota);
      const ask = async (what: string) => {
        const answer = await send(`${rota.url}/v1/messages`, {
          headers: clientHeaders(key),
          body: messagesBody({ text: prompt }),
        });
        seeOwnAnswer(run, what, answer);
      };
      await ask('a good request');
      await run.call(rota, 'accounts.setEnabled', { accounts: ['straight'], enabled: false });
      simulator.account('key').acceptFixedCredential(false);
      await ask('a request when the key is refused and the proxy away');
      const begun = await run.call(rota, 'login.begin', { method: 'paste' });
      const address = await approve(String(begun['authorizationUrl']), 'work@studio.example');
      run.plant('code', new URL(address).searchParams.get('code') ?? 'no code');
      await run.call(rota, 'login.complete', { loginId: begun['loginId'], code: address });
      for (const text of [...odd, ...wrong]) {
        const { length } = rota.output.stderr;
        writeFileSync(file, text);
        // Each of them is refused or warned of in the log.
        await expect.poll(() => rota.output.stderr.length, { timeout: 5_000 }).toBeGreaterThan(length);
      }
      const { notices } = await run.call(rota, 'snapshot.get');
      expect(notices).toContainEqual(expect.objectContaining({ kind: 'settings-refused' }));
      await askEverything(run, rota);
      commandsThatShow(run, data.path);
      await stopListening();
      await rota.stop();
      run.see('stdout of the program', rota.output.stdout);
      run.see('stderr of the program', rota.output.stderr);
      run.evidence.push(...filesBelow(data.path, VAULT_FILES));
      expect(findLeaks(run.canaries, run.evidence)).toEqual([]);
    },
    LIMIT_MS,
  );
});
