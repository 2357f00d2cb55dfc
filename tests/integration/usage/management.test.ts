import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-main/core/lib/clock.ts';
import { Secret } from '../../../src-main/core/lib/secret.ts';
import { type Simulator, startSimulator } from '../../../src-main/core/simulator/simulator.ts';
import { run } from '../../../src-main/headless/cli.ts';
import { writeRunFile } from '../../../src-main/shell/run-file.ts';
import { clientHeaders, messagesBody, send } from '../../support/http-exchange.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { startTestCore, type TestCore } from '../../support/test-core.ts';
import { testIo } from '../../unit/cli/test-io.ts';

/** Two accounts, of which the first refuses once; four requests, one of a model that nobody prices. */
describe('usage, requests and metrics of a running Rota', () => {
  const folder = new ScratchFolder();
  let simulator: Simulator;
  let rota: TestCore;
  const ids: string[] = [];

  const ask = async (model: string) => {
    const answer = await send(`${rota.url}/v1/messages`, {
      headers: clientHeaders(rota.clientKey, `a-very-secret-session-${ids.length}`),
      body: messagesBody({ model, stream: true }),
    });
    ids.push(String(answer.headers['x-rota-request']));
  };
  const rotaCommand = async (...line: string[]) => {
    const { io, stdout, stderr } = testIo({ env: { ROTA_DATA_DIR: folder.path, TZ: 'UTC' } });
    return { code: await run(line, io), stdout: stdout(), stderr: stderr() };
  };

  beforeAll(async () => {
    simulator = await startSimulator({
      clock: systemClock,
      accounts: ['alpha', 'beta'].map((id) => ({
        id,
        email: `${id}@a.example`,
        plan: 'api' as const,
        apiKey: `key-of-${id}`,
      })),
    });
    const entry = (name: string) =>
      `{ name: ${name}, base_url: "${simulator.url}", auth_type: api_key, auth_value: key-of-${name}, proxy: none }`;
    rota = await startTestCore(`providers: [${entry('alpha')}, ${entry('beta')}]`);
    const { url, controlToken } = rota;
    await writeRunFile(folder.path, { url, version: '0', controlToken: new Secret(controlToken) });
    simulator.faults.inject({ fault: 'internal-error', account: 'alpha' });
    await ask('claude-opus-5-5');
    await ask('claude-opus-5-5');
    await ask('claude-opus-5-5');
    await ask('of-another-vendor');
  });
  afterAll(async () => {
    await rota[Symbol.asyncDispose]();
    await simulator.close();
    folder[Symbol.dispose]();
  });

  it('adds up by account and model, with a cost where there is a price and none where there is none', async () => {
    const report = await rota.api('/api/usage/report?since=0');
    expect(report).toMatchObject({
      available: true,
      total: { requests: 4, failed: 0, failedOver: 1, unpricedRequests: 1 },
    });
    const rows = report['rows'] as readonly Record<string, unknown>[];
    expect(rows.map((row) => [row['account'], row['model'], row['requests']]).sort()).toEqual([
      ['alpha', 'claude-opus-5-5', 2],
      ['alpha', 'of-another-vendor', 1],
      ['beta', 'claude-opus-5-5', 1],
    ]);
    const unpriced = rows.find((row) => row['model'] === 'of-another-vendor');
    expect(unpriced).toMatchObject({ costUsd: 0, unpricedRequests: 1 });
  });

  it('takes several groups in one query parameter, and says which one it does not know', async () => {
    const report = await rota.api('/api/usage/report?since=0&by=day,key');
    expect(report['rows']).toMatchObject([{ accountId: null, model: null, keyName: null, requests: 4 }]);
    expect(await rota.api('/api/usage/report?since=0&by=colour')).toMatchObject({
      error: { code: 'invalid_input' },
    });
  });

  it('values with the user’s own prices as soon as there are any', async () => {
    const prices = [
      { model: '*', inputUsd: 1e6, outputUsd: 0, cacheReadUsd: 0, cacheWrite5mUsd: 0, cacheWrite1hUsd: 0 },
    ];
    await rota.api('/api/usage/set-prices', { method: 'POST', body: { prices } });
    const { total } = (await rota.api('/api/usage/report?since=0')) as { total: Record<string, number> };
    expect(total).toMatchObject({ costUsd: total['inputTokens'], unpricedRequests: 0 });
    expect(await rota.api('/api/usage/prices')).toMatchObject({ edited: true, prices });
    await rota.api('/api/usage/set-prices', { method: 'POST', body: { prices: [] } });
    expect(await rota.api('/api/usage/prices')).toMatchObject({ edited: false });
  });

  it('finds a request by the id that its answer carried, and never tells a session id', async () => {
    const { request } = (await rota.api(`/api/requests/find?id=${ids[0]}`)) as {
      request: Record<string, unknown>;
    };
    expect(request).toMatchObject({ id: ids[0], outcome: 'succeeded', status: 200 });
    expect(request['attempts']).toMatchObject([
      { outcome: 'upstream-failed', status: 500 },
      { outcome: 'succeeded' },
    ]);
    expect(JSON.stringify(await rota.api('/api/requests?limit=500'))).not.toContain('a-very-secret-session');
    expect(await rota.api('/api/requests/find?id=nonsense')).toEqual({ request: null });
  });

  it('lists the windows of every account', async () => {
    const { windows } = (await rota.api('/api/usage/windows')) as { windows: readonly unknown[] };
    expect(windows.length).toBeGreaterThan(0);
    expect(windows[0]).toMatchObject({ account: 'alpha', ownShare: null });
  });

  it('opens the metrics to the admin token only', async () => {
    const closed = await fetch(`${rota.url}/metrics`);
    expect(closed.status).toBe(401);
    const open = await fetch(`${rota.url}/metrics`, {
      headers: { authorization: `Bearer ${rota.controlToken}` },
    });
    expect(open.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await open.text()).toMatch(
      /^rota_requests_total\{account="\w+",model_class="opus",outcome="succeeded"\} 2$/m,
    );
  });

  it('gives out its log lines', async () => {
    const { lines, folder: logFolder } = (await rota.api('/api/logs?level=info')) as {
      lines: unknown;
      folder: unknown;
    };
    expect(Array.isArray(lines)).toBe(true);
    expect(logFolder).toBeNull();
  });

  it('tells usage on the command line as a table, as JSON and as CSV', async () => {
    const table = await rotaCommand('usage');
    expect(table).toMatchObject({ code: 0, stderr: '' });
    expect(table.stdout).toMatch(/^Account +Model +Requests +Failed/);
    expect(table.stdout).toMatch(/^alpha +of-another-vendor +1 .* \?$/m);
    expect(table.stdout).toContain('The cost leaves out requests to models without a price: 1.');

    const rows = JSON.parse((await rotaCommand('usage', '--json', '--since', '1h')).stdout);
    expect(rows).toHaveLength(3);
    expect(Object.keys(rows[0])).toEqual(
      expect.arrayContaining([
        'account',
        'account_id',
        'model',
        'requests',
        'input_tokens',
        'output_tokens',
        'cache_read_input_tokens',
        'cache_creation_input_tokens',
      ]),
    );
    expect(rows.find((row: { model: string }) => row.model === 'of-another-vendor').cost_usd).toBeNull();

    const lines = (await rotaCommand('usage', '--csv', '--by', 'model')).stdout.trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^account,account_id,model,key,from,requests,/);
    expect(lines).toHaveLength(3);
    expect((await rotaCommand('usage', '--since', '2999-01-01', '--until', '2999-01-02')).stdout).toContain(
      'no request',
    );
  });

  it('tells the story of a request in sentences', async () => {
    const story = (await rotaCommand('requests', ids[0]!)).stdout;
    expect(story).toContain(`Request ${ids[0]} came`);
    expect(story).toContain('1. alpha: upstream-failed (status 500)');
    expect(story).toContain('2. beta: succeeded (status 200)');
    expect(story).toContain('The client got the answer (status 200).');
    expect(await rotaCommand('requests', 'nonsense')).toMatchObject({
      code: 1,
      stderr: 'No request is known by the id nonsense.\n',
    });
    const list = (await rotaCommand('requests', '-n', '2')).stdout.trimEnd().split('\n');
    expect(list).toHaveLength(2);
    expect(list[1]).toContain(ids[3]!);
  });

  it('prints the log on the command line', async () => {
    expect(await rotaCommand('logs')).toMatchObject({ code: 0 });
  });
});
