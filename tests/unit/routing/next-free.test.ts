import { expect, it } from 'vitest';
import { nextFree } from '../../../src-main/core/routing/next-free.ts';
import { Fleet, HOUR, now, resting, sick } from './fleet.ts';

it('sums up who is free when and who waits for the user', () => {
  const fleet = new Fleet([
    resting('late', now + 5 * HOUR),
    sick('signed-out', { needsLogin: { cause: 'refresh-token-invalid', since: now } }),
    resting('soon', now + HOUR),
  ]);
  const free = nextFree(fleet.begin().passedOver(now));
  expect(free.earliestAt).toBe(now + HOUR);
  expect(free.waiting.map((entry) => entry.accountId)).toEqual(['soon', 'late']);
  expect(free.needAction.map((entry) => entry.accountId)).toEqual(['signed-out']);
});

it('knows no time where everybody waits for the user, or nobody is there', () => {
  const cause = { cause: 'key-refused', since: now } as const;
  expect(
    nextFree(new Fleet([sick('a', { needsLogin: cause })]).begin().passedOver(now)).earliestAt,
  ).toBeNull();
  expect(nextFree([])).toEqual({ earliestAt: null, waiting: [], full: [], needAction: [] });
});
