import { describe, expect, it } from 'vitest';
import { FaultControl, type Target } from '../../../src-main/core/simulator/fault-control.ts';
import { allFaults, faultNamed } from '../../../src-main/core/simulator/faults/fault-registry.ts';

const work = { id: 'work', email: 'work@studio.example' };
const message: Target = {
  at: 'body',
  path: '/v1/messages',
  account: work,
  stream: true,
  model: 'claude-opus-5-5',
};

describe('the list of faults', () => {
  it('names every fault once, in kebab case, with one sentence', () => {
    expect(new Set(allFaults.map(({ name }) => name)).size).toBe(allFaults.length);
    for (const { name, description } of allFaults) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(description).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('refuses a name that it does not have', () => {
    expect(() => faultNamed('gremlins')).toThrow('There is no fault named gremlins.');
  });
});

describe('arming faults', () => {
  it('strikes once unless told otherwise', () => {
    const faults = new FaultControl();
    faults.inject({ fault: 'overloaded' });
    expect(faults.take(message)?.name).toBe('overloaded');
    expect(faults.take(message)).toBeNull();
    faults.inject({ fault: 'overloaded', times: 2 });
    expect([faults.take(message), faults.take(message), faults.take(message)].map(Boolean)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('strikes for ever until it is disarmed', () => {
    const faults = new FaultControl();
    const handle = faults.inject({ fault: 'overloaded', times: Number.POSITIVE_INFINITY });
    for (let index = 0; index < 100; index += 1) expect(faults.take(message)).not.toBeNull();
    handle[Symbol.dispose]();
    expect(faults.take(message)).toBeNull();
  });

  it('keeps the order in which faults were armed', () => {
    const faults = new FaultControl();
    faults.inject({ fault: 'internal-error' });
    faults.inject({ fault: 'throttled' });
    expect(faults.armed).toEqual(['internal-error', 'throttled']);
    expect(faults.take(message)?.name).toBe('internal-error');
    expect(faults.take(message)?.name).toBe('throttled');
  });

  it.each([
    ['another account', { fault: 'overloaded', account: 'home' }],
    ['another model', { fault: 'overloaded', model: 'sonnet' }],
    ['another path', { fault: 'overloaded', path: '/v1/messages/count_tokens' }],
    ['plain requests', { fault: 'truncated-body' }],
    ['the token endpoint', { fault: 'token-silent' }],
    ['requests whose body is not read yet', { fault: 'reset-before-body' }],
  ])('leaves a request alone when the fault is for %s, and keeps it armed', (_, injection) => {
    const faults = new FaultControl();
    faults.inject(injection);
    expect(faults.take(message)).toBeNull();
    expect(faults.armed).toHaveLength(1);
  });

  it('knows an account by its id or its email and a model by a part of its name', () => {
    const faults = new FaultControl();
    faults.inject({ fault: 'overloaded', account: 'work@studio.example', model: 'opus' });
    expect(faults.take(message)).not.toBeNull();
    faults.inject({ fault: 'overloaded', account: 'work' });
    expect(faults.take({ ...message, account: null })).toBeNull();
    expect(faults.take(message)).not.toBeNull();
  });
});
