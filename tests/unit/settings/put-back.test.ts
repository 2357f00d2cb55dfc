import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../../src-main/core/settings/check-document.ts';
import {
  addProvider,
  type EntryRef,
  removeProvider,
  setOrder,
} from '../../../src-main/core/settings/document-edits.ts';
import { putBack } from '../../../src-main/core/settings/put-back.ts';
import { removeRoute, setRoute } from '../../../src-main/core/settings/route-edits.ts';
import type { SettingsDocument } from '../../../src-main/core/settings/settings-document.ts';

const entry = (name: string, rest: object = {}) => ({
  name,
  base_url: 'https://x.example',
  auth_value: 'vault' as const,
  ...rest,
});
const ref = (name: string, accountEmail: string | null = null): EntryRef => ({ name, accountEmail });

const DOCUMENT: SettingsDocument = {
  providers: [entry('A'), entry('B', { note: 'mine' }), entry('C')],
  model_routes: {
    '*opus*': [{ provider: 'B', model: 'big' }, { provider: 'A' }],
    '*sonnet*': { strategy: 'round_robin', candidates: [{ provider: 'B' }] },
    '*': [{ provider: 'C' }],
  },
};

function removedFrom(before: SettingsDocument, ...refs: EntryRef[]) {
  const after = refs.reduce(removeProvider, before);
  return { after, removals: refs.map((one) => ({ ref: one, before, after })) };
}

function orderIn(document: SettingsDocument) {
  const checked = checkDocument(document);
  if (!checked.ok) expect.unreachable(checked.errors[0]?.says.id);
  return checked.settings.providers.map(({ name }) => name);
}

describe('an account that is put back', () => {
  it('comes out as if it had never been removed, routes included', () => {
    for (const name of ['A', 'B', 'C']) {
      const { after, removals } = removedFrom(DOCUMENT, ref(name));
      const restored = putBack(after, removals[0]!);
      expect(restored).toEqual(DOCUMENT);
      expect(Object.keys(restored.model_routes!)).toEqual(Object.keys(DOCUMENT.model_routes!));
    }
  });

  it('takes its place in an order by priority', () => {
    const ordered = setOrder(DOCUMENT, [ref('C'), ref('B'), ref('A')]);
    const { after, removals } = removedFrom(ordered, ref('B'));
    expect(orderIn(putBack(after, removals[0]!))).toEqual(['C', 'B', 'A']);
  });

  it('follows its former neighbour where the order was changed meanwhile, and an account was added', () => {
    const { after, removals } = removedFrom(DOCUMENT, ref('B'));
    const changed = setOrder(addProvider(after, entry('D')), [ref('D'), ref('C'), ref('A')]);
    expect(orderIn(putBack(changed, removals[0]!))).toEqual(['D', 'C', 'A', 'B']);
  });

  it('finds its place between others that were removed and put back one by one, in any order', () => {
    const first = removedFrom(DOCUMENT, ref('A'));
    const second = removedFrom(first.after, ref('B'));
    const [a, b] = [first.removals[0]!, second.removals[0]!];
    expect(orderIn(putBack(putBack(second.after, a), b))).toEqual(['A', 'B', 'C']);
    expect(orderIn(putBack(putBack(second.after, b), a))).toEqual(['A', 'B', 'C']);
  });

  it('comes first where nobody of those before it is left', () => {
    const { after, removals } = removedFrom(DOCUMENT, ref('A'), ref('B'));
    expect(orderIn(putBack(after, removals[1]!))).toEqual(['B', 'C']);
  });

  it('comes back together with the others that were removed at once', () => {
    const { after, removals } = removedFrom(DOCUMENT, ref('A'), ref('B'), ref('C'));
    expect(after.model_routes).toEqual({});
    const restored = removals.toReversed().reduce(putBack, after);
    expect(orderIn(restored)).toEqual(['A', 'B', 'C']);
    expect(restored.model_routes).toEqual(DOCUMENT.model_routes);
  });

  it('brings no route back that was removed or changed by hand since', () => {
    const { after, removals } = removedFrom(DOCUMENT, ref('B'));
    const changed = setRoute(removeRoute(after, '*opus*'), '*sonnet*', [
      { provider: 'B' },
      { provider: 'C' },
    ]);
    const restored = putBack(changed, removals[0]!);
    expect(restored.model_routes).toEqual({
      '*': [{ provider: 'C' }],
      '*sonnet*': [{ provider: 'B' }, { provider: 'C' }],
    });
  });

  it('is one of several with its name, and the candidates of the others stay as they are', () => {
    const two: SettingsDocument = {
      providers: [
        entry('A', { account_email: 'one@x.example' }),
        entry('A', { account_email: 'two@x.example' }),
      ],
      model_routes: {
        '*opus*': [
          { provider: 'A', account_email: 'one@x.example' },
          { provider: 'A', account_email: 'two@x.example' },
        ],
        '*': [{ provider: 'A' }],
      },
    };
    const { after, removals } = removedFrom(two, ref('A', 'one@x.example'));
    expect(after.model_routes?.['*opus*']).toHaveLength(1);
    expect(putBack(after, removals[0]!)).toEqual(two);
  });
});
