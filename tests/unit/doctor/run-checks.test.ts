import { expect, it } from 'vitest';
import { type Check, fine } from '../../../src-main/core/doctor/check.ts';
import { CHECK_LIMIT_MS, runChecks } from '../../../src-main/core/doctor/run-checks.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const check = (id: string, look: Check['look']): Check => ({ id, checked: () => `The ${id}`, look });

it('checks run side by side, each within its time, and one that breaks harms no other', async () => {
  const clock = new ManualClock();
  const results = runChecks(
    [
      check('slow', () => new Promise(() => {})),
      check('broken', async () => {
        throw new TypeError('secret-in-a-message');
      }),
      check('good', async () => fine('Good.')),
    ],
    clock,
    'en',
  );
  await new Promise((resolve) => setImmediate(resolve));
  await clock.advanceAsync(CHECK_LIMIT_MS);
  expect(await results).toEqual([
    {
      id: 'slow',
      checked: 'The slow',
      status: 'warning',
      finding: 'This was not over within 12 s.',
      remedy: expect.any(String),
    },
    {
      id: 'broken',
      checked: 'The broken',
      status: 'warning',
      finding: 'This check itself failed (TypeError).',
      remedy: null,
    },
    { id: 'good', checked: 'The good', status: 'fine', finding: 'Good.', remedy: null },
  ]);
});

it('findings are worded in the language that is asked for', async () => {
  const wordy = check('port', async (say) => fine(say('port.free')));
  const [result] = await runChecks([wordy], new ManualClock(), 'zh-CN');
  expect(result?.finding).toBe('空闲。');
});
