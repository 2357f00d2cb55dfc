import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkDocument } from '../../../src-main/core/settings/check-document.ts';
import { type EntryRef, removeProvider } from '../../../src-main/core/settings/document-edits.ts';
import { putBack } from '../../../src-main/core/settings/put-back.ts';
import type { SettingsDocument } from '../../../src-main/core/settings/settings-document.ts';

const NAMES = ['A', 'B', 'C'] as const;
const EMAILS = [null, 'one@x.example', 'two@x.example'] as const;

const entry = fc.record({
  name: fc.constantFrom(...NAMES),
  email: fc.constantFrom(...EMAILS),
  priority: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
});

const documents = fc
  .uniqueArray(entry, { minLength: 1, maxLength: 6, selector: ({ name, email }) => `${name} ${email}` })
  .chain((entries) => {
    const candidate = fc.constantFrom(...entries).chain(({ name, email }) =>
      fc.record({
        provider: fc.constant(name),
        model: fc.constantFrom('passthrough', 'm1', 'm2'),
        account_email: fc.constantFrom(...new Set([undefined, email ?? undefined])),
      }),
    );
    return fc.record({
      providers: fc.constant(
        entries.map(({ name, email, priority }) => ({
          name,
          base_url: 'https://x.example',
          auth_value: 'vault',
          ...(email !== null && { account_email: email }),
          ...(priority !== undefined && { priority }),
        })),
      ),
      model_routes: fc.dictionary(
        fc.constantFrom('*a*', '*b*', '*c*'),
        fc.uniqueArray(candidate, { minLength: 1, maxLength: 4, selector: (one) => JSON.stringify(one) }),
        { maxKeys: 3 },
      ),
    });
  });

function settingsOf(document: SettingsDocument) {
  const checked = checkDocument(document);
  if (!checked.ok) expect.unreachable(checked.errors[0]?.says.id);
  return checked.settings;
}

it('removing any accounts and putting them back, the last one first, gives the same settings', () => {
  fc.assert(
    fc.property(documents, fc.nat(), fc.nat(), (document, first, count) => {
      const before: SettingsDocument = document;
      const { providers } = document;
      const refs = Array.from({ length: 1 + (count % providers.length) }, (_, i): EntryRef => {
        const provider = providers[(first + i) % providers.length]!;
        return { name: provider.name, accountEmail: provider.account_email ?? null };
      });
      const after = refs.reduce(removeProvider, before);
      const restored = refs.toReversed().reduce((now, ref) => putBack(now, { ref, before, after }), after);
      expect(settingsOf(restored)).toEqual(settingsOf(before));
      expect(Object.keys(restored.model_routes ?? {})).toEqual(Object.keys(before.model_routes ?? {}));
    }),
    { numRuns: 300 },
  );
});
