import { expect, expectAccessible, test } from './support/rota-test.ts';

test('the page asks for the admin token once per tab', async ({ page, core }) => {
  await page.goto(core.url);
  await expectAccessible(page);
  await page.getByLabel('Admin token').fill('a-wrong-one');
  await page.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('alert')).toContainText('Rota does not know this token');

  await page.getByLabel('Admin token').fill(core.adminToken);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Accounts', exact: true })).toBeVisible();

  await page.reload();
  await expect(page.getByRole('heading', { name: 'Accounts', exact: true })).toBeVisible();
});

test('a one-time link opens the page, leaves no trace in the address, and works once', async ({
  page,
  core,
  context,
}) => {
  await page.goto(`${core.url}/#login=${core.linkCode}`);
  await expect(page.getByRole('heading', { name: 'Accounts', exact: true })).toBeVisible();
  expect(page.url()).not.toContain(core.linkCode);

  const second = await context.newPage();
  await second.goto(`${core.url}/#login=${core.linkCode}`);
  await expect(second.getByRole('alert')).toContainText('This link was used before or is too old');
});

test('a token that was replaced locks the page and says so', async ({ page, core, open }) => {
  await open();
  core.replaceAdminToken();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('alert')).toContainText('It may have been replaced');
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test('where Rota cannot be reached the token is not called wrong', async ({ page, core }) => {
  await page.goto(core.url);
  core.goAway();
  await page.getByLabel('Admin token').fill(core.adminToken);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Rota cannot be reached');
});
