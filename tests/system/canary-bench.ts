/** What the searches for planted secrets share: the program, its provider, and all that can be asked of it. */
import { createServer } from 'node:net';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import { contract, type ProcedureName } from '../../src-shared/contract/contract.ts';
import { REDIRECT_URI } from '../reliability/management.ts';
import type { CanaryRun } from '../support/canary-run.ts';
import type { SeenAnswer } from '../support/http-exchange.ts';
import type { RotaProcess } from '../support/rota-process.ts';
import type { ProcessBench } from './process-bench.ts';

/** Some fifty programs are started one after the other, which a busy machine takes its time for. */
export const LIMIT_MS = 240_000;

/** What may hold secrets: the vault, and the key beside it. */
export const VAULT_FILES = ['vault.rota', 'vault.bak', 'master.key'];

/** The provider with four accounts, one of which takes `apiKey` and one `setupToken`. */
export async function vendor(bench: ProcessBench, apiKey: string, setupToken: string): Promise<Simulator> {
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
  bench.open.push(() => simulator.close());
  return simulator;
}

/** Rota with everything in its log. */
export function start(
  bench: ProcessBench,
  folder: string,
  home: string,
  ...args: string[]
): Promise<RotaProcess> {
  // Claude Code's settings are looked for in the home folder, which must not be the real one.
  return bench.start(folder, ['--log-level', 'trace', ...args], { HOME: home });
}

/** A port on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** What Rota answers by itself is evidence; what it relays is the client's own business. */
export function seeOwnAnswer(run: CanaryRun, what: string, answer: SeenAnswer): void {
  if (answer.headers['x-rota-account'] === undefined) run.see(`the answer to ${what}`, answer.body);
  run.see(`the headers of the answer to ${what}`, answer.rawHeaders.join('\n'));
}

export const QUERIES = Object.entries(contract).filter(([, { kind }]) => kind === 'query');
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

/** Every query, and every page that is no procedure. */
export async function askEverything(run: CanaryRun, rota: RotaProcess): Promise<void> {
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

/** Every command that shows something. */
export function commandsThatShow(run: CanaryRun, dataDir: string): void {
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
