import { answerAccountCommands, answerLogins, answerTerms } from './support/core-answers.ts';
import { changesWithin } from './support/drawn-anew.ts';
import { Refusal } from './support/fixture-server.ts';
import { everyNotice } from './support/news.ts';
import { expect, test } from './support/rota-test.ts';
import { everyCondition, fleet, NOW, snapshot } from './support/scenes.ts';

const row = (name: string) => `li:has(h2:text-is("${name}"))`;

test('the first glance says who serves and who is back next', async ({ page, open }) => {
  await open();
  const main = page.getByRole('main');
  await expect(main.getByText('work@studio.dev is asked first')).toBeVisible();
  await expect(main.getByText('me@home.dev is back in 22 min')).toBeVisible();
});

test('each account says how it is, why, and when its limits reset', async ({ page, open }) => {
  await open();
  const resting = page.locator(row('me@home.dev'));
  await expect(resting).toContainText('Resting');
  await expect(resting).toContainText('The 5-hour limit is used up. It rests until 15:40.');
  await expect(resting).toContainText('100%resets 15:40');
  await expect(resting.getByTitle(/as last heard 2 min ago/)).toHaveCount(3);
  await expect(page.locator(row('work@studio.dev'))).toContainText('Claude Max 20× · Claude');
  await expect(page.locator(row('work@studio.dev'))).toContainText('312 requests today, 12,480 in all');
});

test('every condition is told in words of its own', async ({ page, open }) => {
  await open(snapshot(everyCondition()));
  for (const sentence of [
    'It rests for Opus models until Sun 15:18 and serves all others.',
    'The weekly limit is used up. It rests until Sun 17:18.',
    'Rota rests the account until 16:18, then asks again. Add credit at the provider.',
    'The provider refused a fresh token (status 401).',
    'The provider asked for a short pause. Others go first until 15:18.',
    'It failed 5 times in a row. Others go first until 15:32.',
    'Nobody has signed in to this account yet.',
    'The provider refused this key.',
    'The key or token of this account cannot be found',
    'Setup token ends in 12 days, on Dec 8',
    'Subscription accounts stay off until you have read the note',
    'Switched off. It keeps its sign-in and takes no requests.',
  ])
    await expect(page.getByText(sentence)).toBeVisible();
});

test('a window that says nothing gets no bar', async ({ page, open }) => {
  await open(snapshot(everyCondition()));
  const windows = page.locator(row('fine@example.com')).getByRole('listitem').filter({ hasText: 'resets' });
  await expect(windows).toHaveText(['5 h92%resets 17:18', 'Week–Not knownresets Tue']);
  await expect(page.getByText('Extra usage')).toHaveCount(0);
});

test('a snapshot that arrives replaces what is shown', async ({ page, core, open }) => {
  await open();
  const [work] = fleet();
  if (work === undefined) throw new Error('the everyday scene has a first account');
  core.publish({ accounts: [{ ...work, requestsToday: 313, openRequests: 1 }] });
  await expect(page.getByText('313 requests today')).toBeVisible();
  await expect(page.getByText('1 request under way')).toBeVisible();
  await expect(page.getByText('me@home.dev')).toHaveCount(0);
});

test('a countdown follows the core’s clock', async ({ page, core, open }) => {
  await open();
  await expect(page.locator(row('me@home.dev'))).toContainText('22 min');
  core.publish({ now: NOW + 21 * 60_000 + 31_000 });
  await expect(page.locator(row('me@home.dev'))).toContainText('under a minute');
});

test('between two minutes nothing is drawn again and nothing is asked', async ({ page, core, open }) => {
  await open();
  const calls = core.calls.length;
  const changes = await changesWithin(page, 3_200);
  expect(changes).toBe(0);
  expect(core.calls).toHaveLength(calls);
});

test('the menu switches an account off, and the button in its row switches it on again', async ({
  page,
  core,
  open,
}) => {
  answerAccountCommands(core);
  await open();
  await page.getByRole('button', { name: 'More for work@studio.dev' }).click();
  await page.getByRole('menuitem', { name: 'Switch off' }).click();
  await expect(page.locator(row('work@studio.dev'))).toContainText('Off');
  await page.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.locator(row('work@studio.dev'))).toContainText('Ready');
  expect(core.inputsOf('accounts.setEnabled')).toEqual([
    { accounts: ['work00000001'], enabled: false },
    { accounts: ['work00000001'], enabled: true },
  ]);
});

test('an account is renamed in a dialog that gives the focus back', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await open();
  await page.getByRole('button', { name: 'More for me@home.dev' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Home');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'More for Home' })).toBeFocused();
});

test('removing is done at once, and can be undone for ten minutes from wherever one is', async ({
  page,
  core,
  open,
}) => {
  answerAccountCommands(core);
  await open();
  await page.getByRole('button', { name: 'More for API key · Studio' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(page.locator(row('API key · Studio'))).toHaveCount(0);
  await expect(page.getByText('API key · Studio was removed.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('was removed.')).toHaveCount(0);
  await page.getByRole('link', { name: 'Accounts' }).click();
  await expect(page.locator(row('API key · Studio'))).toContainText('3');
  expect(core.inputsOf('accounts.restore')).toEqual([{ accountIds: ['key000000003'] }]);
});

test('an undo that comes too late says so', async ({ page, core, open }) => {
  answerAccountCommands(core);
  core.handle('accounts.restore', () => {
    throw new Refusal('nothing_to_restore', 'The ten minutes for this are over.');
  });
  await open();
  await page.getByRole('button', { name: 'More for API key · Studio' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('The ten minutes for this are over.')).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('a refused key is replaced from its row', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await open(snapshot(everyCondition()));
  await page.locator(row('Refused key')).getByRole('button', { name: 'Replace key' }).click();
  await expect(page.getByLabel('Key', { exact: true })).toBeFocused();
  await page.getByLabel('Key', { exact: true }).fill('sk-ant-api03-a-new-one');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator(row('Refused key'))).toContainText('Ready');
  expect(core.inputsOf('accounts.replaceKey')).toEqual([
    { account: 'badkey', key: 'sk-ant-api03-a-new-one' },
  ]);
});

test('an account gets a proxy of its own, hours and a cap, and says so', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await open();
  const work = page.locator(row('work@studio.dev'));
  await page.getByRole('button', { name: 'More for work@studio.dev' }).click();
  await page.getByRole('menuitem', { name: 'Proxy…' }).click();
  await page.getByRole('radio', { name: 'Own proxy' }).check();
  await page.getByLabel('Address').fill('socks5://127.0.0.1:1080');
  await page.keyboard.press('Enter');
  await expect(work).toContainText('Through socks5://127.0.0.1:1080');

  await page.getByRole('button', { name: 'More for work@studio.dev' }).click();
  await page.getByRole('menuitem', { name: 'Hours and cap…' }).click();
  await page.getByRole('radio', { name: 'In these hours' }).check();
  await page.getByLabel('From').fill('22:00');
  await page.getByLabel('To', { exact: true }).fill('06:30');
  await page.getByLabel('Requests at once, at most').fill('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(work).toContainText('Serves 22:00–06:30');
  await expect(work).toContainText('At most 3 at once');
  expect(core.inputsOf('accounts.configure')).toEqual([
    { account: 'work00000001', proxy: 'socks5://127.0.0.1:1080' },
    { account: 'work00000001', hours: '22:00-06:30', maxConcurrentRequests: 3 },
  ]);
});

test('every notice says what happened, what Rota does, and what one can do', async ({ page, open }) => {
  await open(snapshot(fleet(), { notices: everyNotice() }));
  const notices = page.getByRole('list', { name: 'Notices' }).getByRole('listitem');
  await expect(notices).toHaveCount(9);
  await expect(notices.nth(0)).toContainText('This computer seems to be offline. 12 min ago');
  await expect(notices.nth(0)).toContainText('api.anthropic.com cannot be reached.');
  await expect(notices.nth(2)).toContainText('work@studio.dev and me@home.dev: Rota goes on with them');
  await expect(notices.nth(3)).toContainText('line 12: “server.port” must be a number');
  await expect(notices.nth(7)).toContainText('The file with your sign-ins and keys was missing.');
  await expect(notices.nth(8)).toContainText('2 accounts have lost their sign-ins or keys');
});

test('with another strategy than the order, nobody is called first', async ({ page, open }) => {
  await open(snapshot(fleet(), { strategy: 'round_robin' }));
  await expect(page.getByText('New sessions take turns among the accounts that are ready.')).toBeVisible();
  await expect(page.getByText('2 accounts are ready')).toBeVisible();
});

test('a link from elsewhere opens the dialog that it asks for, once', async ({ page, core, open }) => {
  answerTerms(core, true);
  answerLogins(core);
  await open(snapshot(fleet()), { at: 'accounts/sign-in/old000000004' });
  await expect(page.getByRole('dialog', { name: 'Sign in as old@mail.dev' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
  expect(core.inputsOf('login.begin')).toEqual([{ method: 'browser', accountEmail: 'old@mail.dev' }]);
  expect(new URL(page.url()).hash).toBe('#/accounts');
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    location.hash = '#/accounts/add';
  });
  await expect(page.getByRole('dialog', { name: 'Add account' })).toBeVisible();
});

test('a refused command says why, and the page stays as it was', async ({ page, core, open }) => {
  core.handle('accounts.refresh', () => {
    throw new Refusal('token_endpoint_failed', 'The token endpoint cannot be reached.');
  });
  await open();
  await page.getByRole('button', { name: 'More for work@studio.dev' }).click();
  await page.getByRole('menuitem', { name: 'Renew sign-in now' }).click();
  await expect(page.getByRole('alert')).toContainText('The token endpoint cannot be reached.');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('pausing keeps the focus on the button that resumes', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await open();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Rota is paused and turns every request away')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('work@studio.dev is asked first')).toBeVisible();
});
