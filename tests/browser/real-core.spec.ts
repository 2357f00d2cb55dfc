import { expect, type Page, test } from '@playwright/test';
import { type DemoCore, startDemoCore } from './support/demo-core.ts';
import { lift } from './support/rota-test.ts';

/** The page on the real core with simulated accounts: the story of a first evening, in one sitting. */
test.describe.configure({ mode: 'serial' });

let core: DemoCore;
let page: Page;

test.beforeAll(async ({ browser }) => {
  core = await startDemoCore();
  page = await (await browser.newContext()).newPage();
});

test.afterAll(async () => {
  await page?.context().close();
  await core?.stop();
});

/** Opens the simulated provider's page and approves as one of its people; answers with where that led. */
async function approveAs(email: string): Promise<string> {
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: 'Open the sign-in page' }).click();
  const provider = await opened;
  await provider.getByText(email).click();
  await provider.getByRole('button', { name: 'Approve' }).click();
  await provider.waitForURL(/code=/);
  const address = provider.url();
  await provider.close();
  return address;
}

test('the printed link opens the dashboard, and the accounts are called simulated', async () => {
  await page.goto(core.link);
  await expect(page.getByText('Simulated accounts')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'work@studio.example' })).toBeVisible();
});

test('an account is moved to the top by keyboard, and the core keeps it there', async () => {
  await lift(page, 'API key · Studio');
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(page.getByText('API key · Studio is asked first')).toBeVisible();
  await page.reload();
  await expect(page.locator('main ol h2').first()).toHaveText('API key · Studio');
});

test('a sign-in with a pasted address brings back the account that waited', async () => {
  const row = page.getByRole('listitem').filter({ hasText: 'old@mail.example' });
  await expect(row).toContainText('Sign-in needed');
  await row.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('radio', { name: 'Paste a code' }).check();
  await expect(page.getByLabel('Code', { exact: true })).toBeVisible();
  const address = await approveAs('old@mail.example');
  await page.getByLabel('Code', { exact: true }).fill(address);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(row).toContainText('Ready');
});

test('a sign-in that comes back through the browser is noticed by itself', async () => {
  await page.getByRole('button', { name: 'Add account' }).click();
  await page.getByRole('button', { name: 'Claude subscription' }).click();
  await expect(page.getByRole('radio', { name: 'In your browser' })).toBeChecked();
  await expect(page.getByText('This window notices by itself.')).toBeVisible();
  await approveAs('me@home.example');
  await expect(page.getByRole('dialog', { name: 'Signed in again' })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('the routing page explains what the core would do, before and after a pause of one account', async () => {
  await page.getByRole('link', { name: 'Routing' }).click();
  await page.getByLabel('Model').fill('claude-sonnet-4-5');
  await expect(page.getByRole('heading', { name: 'API key · Studio would serve it' })).toBeVisible();
  await page.getByRole('link', { name: 'Accounts' }).click();
  await page.getByRole('button', { name: 'More for API key · Studio' }).click();
  await page.getByRole('menuitem', { name: 'Switch off' }).click();
  await page.getByRole('link', { name: 'Routing' }).click();
  await expect(page.getByRole('heading', { name: 'work@studio.example would serve it' })).toBeVisible();
});

test('a sign-in that is left waits on the page and is given up from there', async () => {
  await page.getByRole('link', { name: 'Accounts' }).click();
  await page.getByRole('button', { name: 'Add account' }).click();
  await page.getByRole('button', { name: 'Claude subscription' }).click();
  await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('A sign-in waits for you.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel sign-in' }).click();
  await expect(page.getByText('A sign-in waits for you.')).toHaveCount(0);
});

test('an account is removed and brought back to its place, with its key', async () => {
  const before = await page.locator('main ol h2').allTextContents();
  await page.getByRole('button', { name: 'More for API key · Studio' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { name: 'API key · Studio' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => page.locator('main ol h2').allTextContents()).toEqual(before);
});

test('hours and a cap are kept by the core', async () => {
  await page.getByRole('button', { name: 'More for work@studio.example' }).click();
  await page.getByRole('menuitem', { name: 'Hours and cap…' }).click();
  await page.getByLabel('Requests at once, at most').fill('7');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('At most 7 at once')).toBeVisible();
  await page.reload();
  await expect(page.getByText('At most 7 at once')).toBeVisible();
});

test('the tray window shows the same accounts in the same order', async () => {
  const names = await page.locator('main ol h2').allTextContents();
  await page.evaluate(() => {
    location.hash = '#tray';
  });
  await expect(page.getByRole('region', { name: 'Serving now' })).toBeVisible();
  for (const [index, name] of names.entries())
    await expect(page.locator('main ol > li').nth(index)).toContainText(name);
  await page.evaluate(() => {
    location.hash = '#/accounts';
  });
});

test('the gateway is paused and resumed', async () => {
  await page.getByRole('link', { name: 'Accounts' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('turns every request away')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('work@studio.example is asked first')).toBeVisible();
});
