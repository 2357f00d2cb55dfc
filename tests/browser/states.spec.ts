import { answerAccountCommands } from './support/core-answers.ts';
import { expect, expectAccessible, test } from './support/rota-test.ts';
import { fleet, inOrder, snapshot, twenty } from './support/scenes.ts';

test('without accounts the page says what will be here and offers the first step', async ({ page, open }) => {
  await page.addInitScript(() => localStorage.setItem('rota.first-run', 'over'));
  await open(snapshot([]));
  await expect(page.getByRole('heading', { name: 'No accounts yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Add your first account' }).click();
  await expect(page.getByRole('dialog', { name: 'Add account' })).toBeVisible();
});

test('one account has nothing to be sorted with', async ({ page, open }) => {
  await open(snapshot(fleet().slice(0, 1)));
  await expect(page.getByRole('button', { name: /^Move/ })).toHaveCount(0);
});

test('twenty accounts stand in their order', async ({ page, open }) => {
  await open(snapshot(twenty()));
  await expect(page.locator('main ol > li')).toHaveCount(20);
});

test('when Rota goes out of reach the accounts are not blamed, and when it is back the page knows', async ({
  page,
  core,
  open,
}) => {
  await open();
  core.goAway();
  await expect(page.getByRole('alert')).toContainText('your accounts are not to blame');
  await expect(page.getByText('is asked first')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'work@studio.dev' })).toBeVisible();
  core.comeBack();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a command while Rota is out of reach changes nothing and says so', async ({ page, core, open }) => {
  await open();
  core.goAway();
  await page.getByRole('button', { name: 'More for work@studio.dev' }).click();
  await page.getByRole('menuitem', { name: 'Switch off' }).click();
  await expect(page.getByText('Nothing was changed; try again once it runs.')).toBeVisible();
});

test('a core that never answers is waited for, with the way to start it', async ({ page, core }) => {
  await page.addInitScript((token) => sessionStorage.setItem('rota.admin-token', token), core.adminToken);
  core.goAway();
  await page.goto(core.url);
  await expect(page.getByRole('alert')).toContainText('npx rota start');
  await expectAccessible(page);
  core.comeBack();
  await expect(page.getByRole('heading', { name: 'Accounts', exact: true })).toBeVisible();
});

test('a pause is said on every page and ended from there', async ({ page, core, open }) => {
  answerAccountCommands(core);
  core.handle('routes.explain', () => ({ model: null, route: null, entries: [] }));
  await open(snapshot(fleet(), { gateway: 'paused' }), { at: 'routing' });
  await expect(page.getByText('Rota is paused')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('Rota is paused')).toHaveCount(0);
});

test('while it stops, Rota says so and offers no pause', async ({ page, open }) => {
  await open(snapshot(fleet(), { gateway: 'draining' }));
  await expect(page.getByText('it finishes what is under way')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pause' })).toHaveCount(0);
});

test('under a settings file the page names it and offers nothing that it would refuse', async ({
  page,
  open,
}) => {
  await open(snapshot(fleet(), { readOnlyFile: '/etc/rota/rota.yaml' }));
  await expect(page.getByText('The settings come from /etc/rota/rota.yaml.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add account' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Move/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'More for API key · Studio' })).toHaveCount(0);
  await page.getByRole('button', { name: 'More for me@home.dev' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Renew sign-in now', 'Sign in again…']);
});

test('simulated accounts are called so', async ({ page, open }) => {
  await open(snapshot(fleet(), { simulated: true }));
  await expect(page.getByText('Simulated accounts: nothing here is real')).toBeVisible();
});

test('with everybody resting the page says who is back first', async ({ page, open }) => {
  await open(snapshot(inOrder(fleet().slice(1, 2))));
  await expect(page.getByText('All resting')).toBeVisible();
  await expect(page.getByText('me@home.dev is back in 22 min')).toBeVisible();
});

test('with nobody left the page says that it is the person’s turn', async ({ page, open }) => {
  await open(snapshot(inOrder(fleet().slice(3))));
  await expect(page.getByText('Nobody can serve')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});
