import { describe, expect, it } from 'vitest';
import {
  findCandidate,
  findPattern,
  moveCandidate,
  removeRoute,
  replaceRoute,
  setRoute,
} from '../../../src-main/core/settings/route-edits.ts';
import type { SettingsDocument } from '../../../src-main/core/settings/settings-document.ts';

const DOCUMENT: SettingsDocument = {
  model_routes: { '*opus*': [{ provider: 'A' }], '*haiku*': [{ provider: 'B' }] },
};
const ROUTE = [{ provider: 'C' }];
const patterns = ({ model_routes }: SettingsDocument) => Object.keys(model_routes ?? {});

describe('an edit of the model routes', () => {
  it('replaces a route where it stands and adds a new one at the end', () => {
    const replaced = setRoute(DOCUMENT, '*opus*', ROUTE);
    expect(patterns(replaced)).toEqual(['*opus*', '*haiku*']);
    expect(replaced.model_routes?.['*opus*']).toEqual(ROUTE);
    expect(patterns(setRoute(replaced, '*', ROUTE))).toEqual(['*opus*', '*haiku*', '*']);
    expect(patterns(setRoute({}, '*', ROUTE))).toEqual(['*']);
  });

  it('gives a route another pattern in its old place', () => {
    const moved = replaceRoute(DOCUMENT, '*opus*', '*opus-5*', ROUTE);
    expect(moved.model_routes).toEqual({ '*opus-5*': ROUTE, '*haiku*': [{ provider: 'B' }] });
    expect(patterns(moved)).toEqual(['*opus-5*', '*haiku*']);
  });

  it('removes one route and leaves the others', () => {
    expect(removeRoute(DOCUMENT, '*opus*').model_routes).toEqual({ '*haiku*': [{ provider: 'B' }] });
  });

  it('finds a pattern in any case, as it is written in the document', () => {
    expect(findPattern(DOCUMENT, '*OPUS*')).toBe('*opus*');
    expect(findPattern(DOCUMENT, '*sonnet*')).toBeNull();
    expect(findPattern({}, '*')).toBeNull();
  });
});

describe('a candidate that moves to another route', () => {
  const B = { provider: 'B', account_email: 'b@example.com', model: 'vendor-model' };
  const ROUTES: SettingsDocument = {
    model_routes: {
      '*opus*': {
        strategy: 'least_used',
        candidates: [{ provider: 'A' }, B, { provider: 'C', priority: 1 }],
      },
      '*haiku*': [{ provider: 'C', priority: 7 }, { provider: 'D' }],
    },
  };
  const ref = { provider: 'B', accountEmail: 'B@example.com', model: 'vendor-model' };
  const move = (
    document: SettingsDocument,
    which: typeof ref | { provider: string; accountEmail: null; model: null },
    from: string,
    to: string,
  ) => {
    const candidate = findCandidate(document.model_routes?.[from] ?? [], which);
    return candidate && moveCandidate(document, candidate, from, to).model_routes;
  };

  it('stands behind the others there, and all others keep their order', () => {
    expect(move(ROUTES, ref, '*opus*', '*haiku*')).toEqual({
      '*opus*': {
        strategy: 'least_used',
        candidates: [
          { provider: 'A', priority: 1 },
          { provider: 'C', priority: 1 },
        ],
      },
      '*haiku*': [
        { provider: 'C', priority: 7 },
        { provider: 'D', priority: 2 },
        { ...B, priority: 8 },
      ],
    });
  });

  it('is only taken out where the other route has it already', () => {
    const C = { provider: 'C', accountEmail: null, model: null };
    expect(move(ROUTES, C, '*haiku*', '*opus*')).toMatchObject({
      '*opus*': { candidates: [{ provider: 'A' }, { provider: 'B' }, { provider: 'C' }] },
      '*haiku*': [{ provider: 'D', priority: 2 }],
    });
  });

  it('becomes the last of its own route where both are the same', () => {
    const C = { provider: 'C', accountEmail: null, model: null };
    expect(move(ROUTES, C, '*haiku*', '*haiku*')).toMatchObject({
      '*haiku*': [
        { provider: 'D', priority: 2 },
        { provider: 'C', priority: 3 },
      ],
    });
  });

  it('is known by provider, email and model together, and only where it is in use', () => {
    const route = [
      { provider: 'A', model: 'passthrough' },
      { provider: 'B', enabled: false },
    ];
    const find = (provider: string, model: string | null = null, accountEmail: string | null = null) =>
      findCandidate(route, { provider, accountEmail, model });
    expect(find('A')).toBe(route[0]);
    expect(find('A', 'vendor-model')).toBeNull();
    expect(find('A', null, 'a@example.com')).toBeNull();
    expect(find('B')).toBeNull();
  });
});
