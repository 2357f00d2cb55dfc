import { answerAccountCommands, answerShell, everydayPlan } from './support/core-answers.ts';
import { changesWithin } from './support/drawn-anew.ts';
import { answerPages } from './support/page-looks.ts';
import { expect, expectNoOverflow, test } from './support/rota-test.ts';
import { longNames, snapshot } from './support/scenes.ts';

/** Each page with something that stands on it once everything is there. */
const PAGES = [
  ['routing', '*opus*'],
  ['activity', 'opus-5-5'],
  ['usage', 'Together'],
  ['connect', 'studio-site'],
  ['settings', 'Data folder'],
] as const;

for (const [at, sign] of PAGES) {
  test(`${at}: out of reach it keeps what it knows, and asks again when Rota is back`, async ({
    page,
    core,
    open,
  }) => {
    answerPages(core);
    answerShell(core, 'headless');
    await open(undefined, { at });
    await expect(page.getByText(sign, { exact: true }).first()).toBeVisible();
    core.goAway();
    await expect(page.getByRole('alert')).toContainText('your accounts are not to blame');
    await expect(page.getByText(sign, { exact: true }).first()).toBeVisible();
    const asked = core.calls.length;
    core.comeBack();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect.poll(() => core.calls.length).toBeGreaterThan(asked);
    await expect(page.getByText('Rota cannot be reached')).toHaveCount(0);
  });

  test(`${at}: while nothing happens nothing is drawn and nothing is asked`, async ({ page, core, open }) => {
    answerPages(core);
    answerShell(core, 'headless');
    await open(undefined, { at });
    await expect(page.getByText(sign, { exact: true }).first()).toBeVisible();
    await page.waitForTimeout(500);
    const asked = core.calls.length;
    const changes = await changesWithin(page, 2_200);
    expect(changes).toBe(0);
    expect(core.calls).toHaveLength(asked);
  });

  test(`${at}: at 320 px (400 % zoom) nothing is cut off`, async ({ page, core, open }) => {
    answerPages(core);
    answerShell(core, 'headless');
    await page.setViewportSize({ width: 320, height: 640 });
    await open(snapshot(longNames()), { at });
    await expect(page.getByText(sign, { exact: true }).first()).toBeVisible();
    await expectNoOverflow(page);
  });
}

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
  await expect(page.getByRole('menuitem', { name: 'Remove', exact: true })).toBeFocused();
  await page.keyboard.press('s');
  await expect(page.getByRole('menuitem', { name: 'Sign in again…' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'More for work@studio.dev' })).toBeFocused();
});
