import { describe, expect, it } from 'vitest';
import { accountKey, deriveAccountId } from '../../../src-main/core/accounts/account-id.ts';

describe('deriving an id', () => {
  it('gives the same id for the same provider and email, without regard to the case of the email', () => {
    const a = deriveAccountId(accountKey('P', 'Main@Example.com'), () => false);
    expect(a).toBe(deriveAccountId(accountKey('P', 'main@example.com'), () => false));
    expect(a).toBe('gdc8xdg9ekhg');
  });

  it('gives another one where it is taken, again always the same', () => {
    const key = accountKey('P', null);
    const first = deriveAccountId(key, () => false);
    const second = deriveAccountId(key, (id) => id === first);
    expect(second).toMatch(/^[a-z0-9]{12}$/);
    expect(second).not.toBe(first);
    expect(deriveAccountId(key, (id) => id === first)).toBe(second);
  });

  it('has no collisions among many accounts', () => {
    const ids = Array.from({ length: 5_000 }, (_, n) =>
      deriveAccountId(accountKey('P', `${n}@x`), () => false),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[a-z0-9]{12}$/.test(id))).toBe(true);
  });
});
