/**
 * The real Claude Code client, in two versions, gets its answers through the built program
 * while an account fails under it.
 */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/core/lib/clock.ts';
import { type Simulator, startSimulator } from '../../src-main/core/simulator/simulator.ts';
import { CLIENT_VERSIONS, installClaudeCode, runClaudeCode } from '../support/claude-code.ts';
import { clientKeyOf, type RotaProcess, startRota } from '../support/rota-process.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';

const IDS = ['first', 'second'] as const;
const tokenOf = (id: string) => `sk-ant-oat01-${id}`;

let simulator: Simulator;
let folder: ScratchFolder;
let rota: RotaProcess;
let key: string;

beforeAll(async () => {
  folder = new ScratchFolder();
  simulator = await startSimulator({
    clock: systemClock,
    accounts: IDS.map((id) => ({ id, email: `${id}@example.com`, plan: 'max', bearerToken: tokenOf(id) })),
    pace: { firstEventMs: 5, betweenEventsMs: 2 },
  });
  const entries = IDS.map(
    (id) =>
      `  - { name: ${id}, base_url: "${simulator.url}", auth_type: auth_token, auth_value: ${tokenOf(id)}, proxy: none }`,
  );
  writeFileSync(
    folder.file('rota.yaml'),
    `providers:\n${entries.join('\n')}\nsettings: { terms_accepted: true }\n`,
  );
  rota = await startRota(folder.file('data'), ['--config', folder.file('rota.yaml')]);
  key = clientKeyOf(folder.file('data'));
});

afterAll(async () => {
  await rota?.stop();
  await simulator?.close();
  folder?.[Symbol.dispose]();
});

beforeEach(() => {
  simulator.faults.clear();
  simulator.ledger.clear();
  for (const account of simulator.accounts) account.setUtilization('five_hour', 0);
});

const served = () =>
  simulator.ledger.requests
    .filter(({ path, status }) => path === '/v1/messages' && status === 200)
    .map(({ accountId }) => accountId);

describe.each(CLIENT_VERSIONS)('Claude Code %s', (version) => {
  let binary: string;
  let home: ScratchFolder;

  beforeAll(() => {
    binary = installClaudeCode(version);
  });

  beforeEach(() => {
    home = new ScratchFolder();
    return () => home[Symbol.dispose]();
  });

  const claude = async (prompt: string, ...args: string[]) => {
    const run = await runClaudeCode(binary, prompt, { baseUrl: rota.url, key, home: home.path, args });
    expect(run.status, run.stderr + run.stdout).toBe(0);
    return run.stdout;
  };

  it('gets a streamed answer', async () => {
    expect(await claude('say hi')).toContain('Hello from first@example.com');
    expect(simulator.ledger.requests.some(({ stream, path }) => stream && path === '/v1/messages')).toBe(
      true,
    );
  });

  it('uses a tool and goes on with its result', async () => {
    const answer = await claude('run the command: echo through-$((40 + 2))', '--allowedTools', 'Bash');
    expect(answer).toContain('through-42');
  });

  it('continues a conversation on the account that has its prompt cache', async () => {
    await claude('say hi');
    simulator.ledger.clear();
    expect(await claude('and again', '--continue')).toContain('Hello from first@example.com');
    expect(new Set(served())).toEqual(new Set(['first']));
  });

  it('does not notice that its account reaches the five-hour limit between two turns', async () => {
    await claude('say hi');
    simulator.account('first').setUtilization('five_hour', 1, systemClock.now() + 2_000);
    expect(await claude('and again', '--continue')).toContain('Hello from second@example.com');
    await new Promise((resolve) => setTimeout(resolve, 3_500));
  });

  it.each(['internal-error', 'reset-before-head', 'overloaded-event', 'api-error-event', 'throttled'])(
    'does not notice %s on the first account in the middle of a tool turn',
    async (fault) => {
      // The tool's result is the second request of the turn: by then the session lives at the first account.
      const started = simulator.ledger.onFinished(() => simulator.faults.inject({ fault, account: 'first' }));
      const answer = await claude('run the command: echo still-$((40 + 2))', '--allowedTools', 'Bash');
      started[Symbol.dispose]();
      expect(answer).toContain('still-42');
    },
  );

  it('replays by itself when a stream breaks after its first byte', async () => {
    simulator.faults.inject({ fault: 'reset-mid-stream', account: 'first' });
    expect(await claude('say hi')).toContain('Hello from');
  });

  it('is told in a sentence, at once, that every account is spent', async () => {
    const until = systemClock.now() + 3_600_000;
    for (const account of simulator.accounts) account.setUtilization('five_hour', 1, until);
    const startedAt = systemClock.monotonic();
    const run = await runClaudeCode(binary, 'say hi', { baseUrl: rota.url, key, home: home.path });
    expect(run.stdout + run.stderr).toMatch(/No account can serve .* before/);
    expect(systemClock.monotonic() - startedAt).toBeLessThan(20_000);
    // The accounts learn from the next good answers; nobody has to wait an hour in the next test.
    await rota.stop();
    rota = await startRota(folder.file(`data-${systemClock.now()}`), ['--config', folder.file('rota.yaml')]);
    key = clientKeyOf(rota.dataDir);
  });
});
