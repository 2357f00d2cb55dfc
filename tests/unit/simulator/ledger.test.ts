import { describe, expect, it } from 'vitest';
import { Ledger, type OpenLedgerRequest } from '../../../src-main/core/simulator/ledger.ts';

function request(id: string, outputTokens: number, more: Partial<OpenLedgerRequest> = {}): OpenLedgerRequest {
  return {
    id,
    at: 0,
    endedAt: null,
    connection: 1,
    remotePort: 1,
    method: 'POST',
    target: '/v1/messages',
    path: '/v1/messages',
    rawHeaders: [],
    accountId: 'work',
    model: 'claude-opus-5-5',
    stream: true,
    bodyBytes: 0,
    bodySha256: '',
    body: null,
    fault: null,
    status: 200,
    usage: {
      inputTokens: 1,
      outputTokens,
      cacheReadInputTokens: 0,
      cacheCreationInputTokens: 9,
      cacheCreation5mInputTokens: 2,
      cacheCreation1hInputTokens: 7,
    },
    aborted: false,
    ...more,
  };
}

describe('the ledger', () => {
  it('keeps the newest entries and counts those it let go', () => {
    const ledger = new Ledger(2);
    for (const id of ['a', 'b', 'c', 'd']) {
      const entry = request(id, 10);
      ledger.open(entry);
      ledger.finish(entry, 1);
    }
    expect(ledger.requests.map(({ id }) => id)).toEqual(['c', 'd']);
    expect(ledger.totals).toEqual([
      {
        accountId: 'work',
        model: 'claude-opus-5-5',
        requests: 4,
        inputTokens: 4,
        outputTokens: 40,
        cacheReadInputTokens: 0,
        cacheCreationInputTokens: 36,
        cacheCreation5mInputTokens: 8,
        cacheCreation1hInputTokens: 28,
      },
    ]);
  });

  it('keeps a request that is still running, since it may yet report usage', () => {
    const ledger = new Ledger(1);
    const running = request('running', 5);
    ledger.open(running);
    const over = request('over', 7);
    ledger.open(over);
    ledger.finish(over, 1);
    ledger.open(request('next', 0));
    expect(ledger.requests.map(({ id }) => id)).toEqual(['running', 'next']);
    running.usage = { ...running.usage!, outputTokens: 50 };
    expect(ledger.totals[0]!.outputTokens).toBe(57);
  });

  it('adds up per account and model, and leaves out what reported nothing', () => {
    const ledger = new Ledger(10);
    ledger.open(request('a', 1));
    ledger.open(request('b', 2, { model: 'claude-haiku-5-5' }));
    ledger.open(request('c', 4, { accountId: 'home' }));
    ledger.open(request('d', 8, { usage: null }));
    expect(
      ledger.totals.map(({ accountId, model, outputTokens }) => [accountId, model, outputTokens]),
    ).toEqual([
      ['work', 'claude-opus-5-5', 1],
      ['work', 'claude-haiku-5-5', 2],
      ['home', 'claude-opus-5-5', 4],
    ]);
  });

  it('tells its listeners of each request that is over', () => {
    const ledger = new Ledger(10);
    const heard: string[] = [];
    const subscription = ledger.onFinished(({ id }) => heard.push(id));
    const first = request('first', 1);
    ledger.open(first);
    expect(heard).toEqual([]);
    ledger.finish(first, 5);
    subscription[Symbol.dispose]();
    ledger.finish(request('second', 1), 5);
    expect(heard).toEqual(['first']);
    expect(first.endedAt).toBe(5);
  });

  it('forgets everything when it is cleared', () => {
    const ledger = new Ledger(10);
    ledger.open(request('a', 1));
    ledger.addTokenCall({ at: 0, requestId: 'r', grant: null, accountId: null, ok: false, error: 'x' });
    ledger.clear();
    expect([ledger.requests, ledger.tokenCalls, ledger.totals]).toEqual([[], [], []]);
  });
});
