/**
 * Secrets are planted wherever a secret can enter, the whole program is driven as a process through good and bad
 * times, and then everything that it said, answered or wrote is searched for them, in any usual encoding.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src-main/core/simulator/simulator.ts';
import { contract, type ProcedureName } from '../../src-shared/contract/contract.ts';
import { endpointOf } from '../../src-shared/contract/endpoint.ts';
import { prepareFolder } from '../reliability/folder-core.ts';
import { approve } from '../reliability/management.ts';
import { filesBelow, findLeaks } from '../support/canaries.ts';
import {
  CanaryRun,
  controlTokenOf,
  type IssuedToken,
  overheard,
  speakingFault,
} from '../support/canary-run.ts';
import { clientHeaders, messagesBody, send } from '../support/http-exchange.ts';
import { runRota } from '../support/rota-process.ts';
import {
  askEverything,
  commandsThatShow,
  deadPort,
  LIMIT_MS,
  QUERIES,
  seeOwnAnswer,
  start,
  VAULT_FILES,
  vendor,
} from './canary-bench.ts';
import { processBench } from './process-bench.ts';

const bench = processBench();

describe('no secret is in anything but the vault', () => {
  it(
    'with the app’s own settings: sign-ins, keys, errors of upstreams, failed refreshes, every query and command',
    async () => {
      const run = new CanaryRun();
      const simulator = await vendor(
        bench,
        run.plant('API key', 'sk-ant-api03-CanaryApiKey_f81d4fae7dec11d0a765'),
        run.plant('setup token', 'sk-ant-oat01-CanarySetup_3b12f1df5b4c43c2a5d4'),
      );
      const prompt = run.plant('prompt', 'Canary prompt: the launch code is “tulip 4711 marmalade”');
      const said = run.plant('upstream error', 'Canary upstream error: card ending 4242 was declined');
      const folder = bench.scratch();
      prepareFolder(folder.path, simulator);
      const home = bench.scratch();
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
      const rota = await start(bench, folder.path, home.path);
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
});
