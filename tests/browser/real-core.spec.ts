import { expect, type Page, test } from '@playwright/test';
import { type DemoCore, startDemoCore } from './support/demo-core.ts';

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
  await page.getByRole('button', { name: 'Move API key · Studio' }).press('Space');
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
  const address = await approveAs('old@mail.example');
  await page.getByLabel('Code', { exact: true }).fill(address);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(row).toContainText('Ready');
});

test('a sign-in that comes back through the browser is noticed by itself', async () => {
  await page.getByRole('button', { name: 'Add account' }).click();
  await page.getByRole('button', { name: 'Claude subscription' }).click();
  await page.getByRole('radio', { name: 'By itself, in this browser' }).check();
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

test('the gateway is paused and resumed', async () => {
  await page.getByRole('link', { name: 'Accounts' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('turns every request away')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('work@studio.example is asked first')).toBeVisible();
});
