/**
 * One cell of the fault matrix: three accounts at two upstreams, one fault, one request, and what became of it.
 * Used by the test that pins the results and by the command that prints them into docs/reliability.md.
 */
import { type Clock, systemClock } from '../../src-main/core/lib/clock.ts';
import type { Fault } from '../../src-main/core/simulator/faults/fault.ts';
import { allFaults } from '../../src-main/core/simulator/faults/fault-registry.ts';
import { startSimulator } from '../../src-main/core/simulator/simulator.ts';
import { clientHeaders, messagesBody, type SeenAnswer, send } from './http-exchange.ts';
import { startTestCore } from './test-core.ts';

/** Where the fault strikes: the account that is first in the order, or all of them. */
export type FaultReach = 'first' | 'all';

export interface FaultCell {
  readonly fault: string;
  readonly phase: Fault['phase'];
  readonly form: 'stream' | 'plain';
  readonly reach: FaultReach;
  /** e.g. `200 whole from beta after 2 attempts`. */
  readonly client: string;
  /** State of each account afterwards, in order, e.g. `alpha cooling-down, beta healthy, gamma healthy`. */
  readonly accounts: string;
}

const SILENCE_SECONDS = 1;

/** Minutes of pings in seconds: only this fault waits on the simulator's own clock. */
const HURRIED: Clock = { ...systemClock, after: (delayMs, fn) => systemClock.after(delayMs / 200, fn) };

/** Plays one fault once and tells what the client and the accounts saw. */
export async function playFault(
  fault: Fault,
  form: FaultCell['form'],
  reach: FaultReach,
): Promise<FaultCell> {
  const tokenOf = (id: string) => `sk-ant-oat01-simulated-${id}`;
  const clock = fault.name === 'pings-before-start' ? HURRIED : systemClock;
  const near = await startSimulator({
    clock,
    accounts: ['alpha', 'beta'].map((id) => ({
      id,
      email: `${id}@a.example`,
      plan: 'max',
      bearerToken: tokenOf(id),
    })),
  });
  const far = await startSimulator({
    clock,
    accounts: [{ id: 'gamma', email: 'gamma@b.example', plan: 'max', bearerToken: tokenOf('gamma') }],
  });
  const entry = (id: string, url: string) => `
  - name: ${id}
    base_url: ${url}
    auth_type: auth_token
    auth_value: ${tokenOf(id)}
    timeout_seconds: ${SILENCE_SECONDS}
    proxy: none`;
  const rota = await startTestCore(`
providers: ${entry('alpha', near.url)}${entry('beta', near.url)}${entry('gamma', far.url)}
settings: { terms_accepted: true }
`);
  try {
    if (reach === 'first') {
      near.faults.inject({ fault, account: 'alpha', times: Number.POSITIVE_INFINITY });
    } else {
      near.faults.inject({ fault, times: Number.POSITIVE_INFINITY });
      far.faults.inject({ fault, times: Number.POSITIVE_INFINITY });
    }
    const model = fault.name === 'opus-week-limit' ? 'claude-opus-5-5' : 'claude-sonnet-5-5';
    const answer = await send(`${rota.url}/v1/messages?beta=true`, {
      headers: clientHeaders(rota.clientKey),
      body: messagesBody({ stream: form === 'stream', model }),
    });
    // A broken stream is scored when the relay has ended, in the same turn in which the client's socket closes.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const accounts = await rota.accounts();
    const nameOf = (id: string) => accounts.find((account) => account.id === id)?.name ?? 'nobody';
    return {
      fault: fault.name,
      phase: fault.phase,
      form,
      reach,
      client: describeAnswer(answer, nameOf),
      accounts: accounts.map((account) => `${account.name} ${stateOf(account)}`).join(', '),
    };
  } finally {
    await rota[Symbol.asyncDispose]();
    await near.close();
    await far.close();
  }
}

function describeAnswer(answer: SeenAnswer, nameOf: (id: string) => string): string {
  if (answer.status === null) return `no answer (${answer.error})`;
  const from = answer.headers['x-rota-account'];
  const attempts = Number(answer.headers['x-rota-attempts'] ?? 0);
  const who = typeof from === 'string' ? nameOf(from) : 'Rota';
  const whole = answer.complete ? 'whole' : 'broken off';
  const retry = answer.headers['x-should-retry'] === 'false' ? ', not to be retried' : '';
  const after = answer.headers['retry-after'];
  return `${answer.status} ${whole} from ${who} after ${attempts} attempt${attempts === 1 ? '' : 's'}${retry}${after ? ', retry-after' : ''}`;
}

function stateOf(account: {
  readonly state: string;
  readonly restrictions: readonly { readonly kind: string }[];
}): string {
  const restriction = account.restrictions[0]?.kind;
  return restriction && restriction !== account.state ? `${account.state} (${restriction})` : account.state;
}

/** Cells that are played at the same time; each has its own ports and processes nothing together with the others. */
const AT_ONCE = 4;

/** Every fault of the API × stream and plain × struck first account and all, in the registry's order. */
export async function playAllFaults(): Promise<FaultCell[]> {
  const plays = allFaults
    .filter(({ on }) => on === 'api')
    .flatMap((fault) => {
      const forms = (['stream', 'plain'] as const).filter(
        (form) => fault.appliesTo === 'both' || fault.appliesTo === form,
      );
      return forms.flatMap((form) => (['first', 'all'] as const).map((reach) => ({ fault, form, reach })));
    });
  const cells: FaultCell[] = new Array(plays.length);
  let next = 0;
  const worker = async () => {
    while (next < plays.length) {
      const index = next++;
      const { fault, form, reach } = plays[index]!;
      cells[index] = await playFault(fault, form, reach);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return cells;
}

/** The matrix as a Markdown table. */
export function renderFaultMatrix(cells: readonly FaultCell[]): string {
  const rows = cells.map((cell) =>
    [
      cell.fault,
      cell.phase === 'before-commit' ? 'before' : 'after',
      cell.form,
      cell.reach,
      cell.client,
      cell.accounts,
    ].join(' | '),
  );
  return [
    '| fault | commit | form | strikes | the client sees | the accounts afterwards |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}
