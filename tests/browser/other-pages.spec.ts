import { answerAccountCommands, everydayPlan } from './support/core-answers.ts';
import { expect, test } from './support/rota-test.ts';
import { fleet, snapshot } from './support/scenes.ts';

test('the routing page says who would serve a model, who is passed over, and why', async ({
  page,
  core,
  open,
}) => {
  core.handle('routes.explain', ({ model }) => everydayPlan(model ?? null));
  await open(snapshot(fleet()), { at: 'routing' });
  await expect(page.getByText('No model route names it')).toBeVisible();
  await page.getByLabel('Model').fill('claude-sonnet-4-5');
  await expect(page.getByText('By the model route *sonnet*.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'work@studio.dev would serve it' })).toBeVisible();
  const entries = page.getByRole('main').getByRole('listitem');
  await expect(entries.nth(1)).toContainText('Passed over · 22 min');
  await expect(entries.nth(2)).toContainText('Number 3 in your order. Sent as vendor-model-name.');
  expect(core.inputsOf('routes.explain')).toContainEqual({ model: 'claude-sonnet-4-5' });
});

test('the plan follows what the accounts do, without being asked for', async ({ page, core, open }) => {
  core.handle('routes.explain', () => everydayPlan(null));
  await open(snapshot(fleet()), { at: 'routing' });
  await expect(page.getByRole('heading', { name: 'work@studio.dev would serve it' })).toBeVisible();
  core.handle('routes.explain', () => ({ model: null, route: null, entries: [] }));
  core.publish({});
  await expect(page.getByRole('heading', { name: 'Nobody would serve it now' })).toBeVisible();
});

test('typing asks once it pauses, not at every letter', async ({ page, core, open }) => {
  core.handle('routes.explain', ({ model }) => everydayPlan(model ?? null));
  await open(snapshot(fleet()), { at: 'routing' });
  await page.getByLabel('Model').pressSequentially('claude-opus', { delay: 20 });
  await expect.poll(() => core.inputsOf('routes.explain')).toContainEqual({ model: 'claude-opus' });
  expect(core.inputsOf('routes.explain').length).toBeLessThan(6);
});

test('the client key is covered until it is shown, and copied whole all the same', async ({
  page,
  core,
  open,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(snapshot(fleet()), { at: 'connect' });
  await expect(page.getByText("export ANTHROPIC_BASE_URL='http://127.0.0.1:9090'")).toBeVisible();
  expect(await page.content()).not.toContain(core.clientKey);

  await page.getByRole('button', { name: 'Copy: One shell' }).click();
  await expect(page.getByText('Copied').first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `export ANTHROPIC_BASE_URL='http://127.0.0.1:9090'\nexport ANTHROPIC_AUTH_TOKEN='${core.clientKey}'`,
  );
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByText(core.clientKey, { exact: true })).toBeVisible();
  await page.getByRole('radio', { name: 'PowerShell' }).check();
  await expect(page.getByText(`$env:ANTHROPIC_AUTH_TOKEN = '${core.clientKey}'`)).toBeVisible();
});

test('language and theme change at once and are remembered', async ({ page, open }) => {
  await open(snapshot(fleet()), { at: 'settings' });
  await page.getByRole('radio', { name: '简体中文' }).check();
  await expect(page.getByRole('heading', { name: '设置' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole('radio', { name: '深色' }).check();
  expect(await ground()).not.toBe(light);
  await page.reload();
  await expect(page.getByRole('heading', { name: '设置' })).toBeVisible();
  expect(await ground()).not.toBe(light);
});

test('the page speaks the browser’s language where it can', async ({ browser, core }) => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(core.url);
  await expect(page.getByRole('heading', { name: '打开 Rota' })).toBeVisible();
  await context.close();
});

test('the page moves by keyboard alone: skip link, navigation, heading, menu', async ({
  page,
  core,
  open,
}) => {
  answerAccountCommands(core);
  core.handle('routes.explain', () => everydayPlan(null));
  await open();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Add account' })).toBeFocused();

  await page.getByRole('link', { name: 'Routing' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Routing', exact: true })).toBeFocused();
  await page.goBack();

  await page.getByRole('button', { name: 'More for work@studio.dev' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Rename…' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Remove…' })).toBeFocused();
  await page.keyboard.press('s');
  await expect(page.getByRole('menuitem', { name: 'Sign in again…' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'More for work@studio.dev' })).toBeFocused();
});
