/**
 * Secrets are planted wherever a secret can enter, the whole program is driven as a process through good and bad
 * times, and then everything that it said, answered or wrote is searched for them, in any usual encoding.
 */
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { approve, REDIRECT_URI } from '../reliability/management.ts';
import { filesBelow, findLeaks } from '../support/canaries.ts';
import { CanaryRun } from '../support/canary-run.ts';
import { clientHeaders, messagesBody, send } from '../support/http-exchange.ts';
import { runRota } from '../support/rota-process.ts';
import {
  askEverything,
  commandsThatShow,
  deadPort,
  LIMIT_MS,
  seeOwnAnswer,
  start,
  VAULT_FILES,
  vendor,
} from './canary-bench.ts';
import { processBench } from './process-bench.ts';

const bench = processBench();

describe('no secret is in anything but the vault', () => {
  it(
    'with a settings file that holds keys and passwords, also where the file is wrong',
    async () => {
      const run = new CanaryRun();
      const literal = run.plant('key in the file', 'sk-ant-api03-CanaryLiteral_d3d9446802a44259755d');
      const header = run.plant('custom header', 'CanaryCustomHeader_6512bd43d9caa6e02c99');
      const password = run.plant('proxy password', 'CanaryProxyPassword_c20ad4d76fe97759aa27');
      const prompt = run.plant('prompt', 'Canary prompt: grandmother’s recipe is 70 % rye');
      const simulator = await vendor(bench, literal, 'sk-ant-oat01-unused');
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
      const folder = bench.scratch();
      const file = folder.file('rota.yaml');
      for (const text of wrong) {
        writeFileSync(file, text);
        const { stdout, stderr, status } = runRota(bench.scratch().path, [
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
        const warned = await start(bench, bench.scratch().path, bench.scratch().path, '--config', file);
        await warned.stop();
        run.see('a start with a warning', `${warned.output.stdout}\n${warned.output.stderr}`);
        expect(warned.output.stderr).toContain('rota.yaml');
      }

      writeFileSync(file, good);
      const data = bench.scratch();
      const rota = await start(bench, data.path, bench.scratch().path, '--config', file);
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
