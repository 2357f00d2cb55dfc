import { describe, expect, it } from 'vitest';
import {
  candidateLines,
  inThisOrder,
  type ModelRoute,
  routeInput,
  routeWithPattern,
  withAccounts,
} from '../../../src-renderer/features/routing/route-edits.ts';
import { account, subscription } from '../../browser/support/scenes.ts';

const ACCOUNTS = [
  subscription('work', 'work@studio.dev', 'max_20x'),
  subscription('home', 'me@home.dev', 'pro'),
  account('key', { name: 'API key · Studio', provider: 'Anthropic' }),
];

const candidate = (provider: string, accountEmail: string | null, priority: number) => ({
  provider,
  accountEmail,
  model: null,
  priority,
});

const ROUTE: ModelRoute = {
  pattern: '*opus*',
  strategy: null,
  candidates: [
    candidate('Anthropic', null, 7),
    candidate('Claude', 'WORK@studio.dev', 2),
    candidate('Claude', 'me@home.dev', 2),
    candidate('Gone', 'nobody@example.com', 9),
  ],
};

describe('the lines of a route', () => {
  const lines = candidateLines(ROUTE, ACCOUNTS);

  it('stand by priority, and equals share a place', () => {
    expect(lines.map(({ label, place }) => [label, place])).toEqual([
      ['work@studio.dev', 1],
      ['me@home.dev', 1],
      ['API key · Studio', 2],
      ['nobody@example.com', 3],
    ]);
  });

  it('know their accounts, without regard to the case of an email', () => {
    expect(lines.map(({ accounts }) => accounts.map(({ id }) => id))).toEqual([
      ['work'],
      ['home'],
      ['key'],
      [],
    ]);
  });

  it('have ids of their own even where a candidate stands twice', () => {
    const twice = candidateLines(
      { ...ROUTE, candidates: [...ROUTE.candidates, candidate('Anthropic', null, 8)] },
      ACCOUNTS,
    );
    expect(new Set(twice.map(({ id }) => id)).size).toBe(5);
  });

  it('name a candidate without an email that stands for several by its provider', () => {
    const [line] = candidateLines({ ...ROUTE, candidates: [candidate('Claude', null, 1)] }, ACCOUNTS);
    expect(line?.label).toBe('Claude');
    expect(line?.accounts).toHaveLength(2);
  });

  it('are saved in a new order without the old numbers', () => {
    const saved = inThisOrder([...lines].reverse());
    expect(saved.map(({ provider }) => provider)).toEqual(['Gone', 'Anthropic', 'Claude', 'Claude']);
    expect(saved.every((each) => !('priority' in each))).toBe(true);
  });
});

describe('what saves a route', () => {
  it('keeps everything that was not changed, equal ranks included', () => {
    expect(routeInput(ROUTE)).toEqual(ROUTE);
  });

  it('names the former pattern only where it changed', () => {
    expect(routeInput(ROUTE, { pattern: '*opus*', strategy: 'round_robin' })).not.toHaveProperty(
      'formerPattern',
    );
    expect(routeInput(ROUTE, { pattern: '*opus-5*' })).toMatchObject({
      pattern: '*opus-5*',
      formerPattern: '*opus*',
      candidates: ROUTE.candidates,
    });
  });

  it('puts new accounts behind those that are there', () => {
    const [key] = ACCOUNTS.slice(2);
    expect(withAccounts(ROUTE.candidates, key ? [key] : []).at(-1)).toEqual({
      provider: 'Anthropic',
      accountEmail: null,
      model: null,
      priority: 10,
    });
  });
});

describe('a pattern', () => {
  it('is taken by another route, in whatever case and with whatever blanks', () => {
    expect(routeWithPattern([ROUTE], ' *OPUS* ', null)).toBe(ROUTE);
    expect(routeWithPattern([ROUTE], '*opus-5*', null)).toBeNull();
  });

  it('is not taken by the route that is being edited', () => {
    expect(routeWithPattern([ROUTE], '*Opus*', ROUTE)).toBeNull();
  });
});
