import type { Page } from '@playwright/test';
import { answerAccountCommands } from './support/core-answers.ts';
import { Refusal } from './support/fixture-server.ts';
import { expect, test } from './support/rota-test.ts';
import { snapshot, twenty } from './support/scenes.ts';

const names = (page: Page) => page.locator('main ol > li h2').allTextContents();
const handle = (page: Page, name: string) => page.getByRole('button', { name: `Move ${name}` });
const spoken = (page: Page) => page.getByRole('status').filter({ hasText: 'place' });

test('Space lifts, arrows move, Space puts down, and each step is announced', async ({
  page,
  core,
  open,
}) => {
  answerAccountCommands(core);
  await open();
  await handle(page, 'API key · Studio').focus();
  await page.keyboard.press('Space');
  await expect(spoken(page)).toHaveText('API key · Studio lifted, place 3 of 4.');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(spoken(page)).toHaveText('API key · Studio, place 1 of 4.');
  await page.keyboard.press('Space');
  await expect(spoken(page)).toHaveText('API key · Studio put down, place 1 of 4.');
  await expect
    .poll(() => names(page))
    .toEqual(['API key · Studio', 'work@studio.dev', 'me@home.dev', 'old@mail.dev']);
  expect(core.inputsOf('accounts.order')).toEqual([
    { accounts: ['key000000003', 'work00000001', 'home00000002', 'old000000004'] },
  ]);
  await expect(handle(page, 'API key · Studio')).toBeFocused();
});

test('Escape leaves everything where it was', async ({ page, core, open }) => {
  await open();
  await handle(page, 'work@studio.dev').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.press('Escape');
  await expect(spoken(page)).toHaveText('work@studio.dev stays at place 1 of 4.');
  expect(core.inputsOf('accounts.order')).toEqual([]);
});

test('leaving the handle while it is lifted puts nothing down elsewhere', async ({ page, core, open }) => {
  await open();
  await handle(page, 'work@studio.dev').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await expect(spoken(page)).toHaveText('work@studio.dev stays at place 1 of 4.');
  expect(core.inputsOf('accounts.order')).toEqual([]);
});

test('the menu moves an account by one place and keeps the focus', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await open();
  await page.getByRole('button', { name: 'More for me@home.dev' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect.poll(async () => (await names(page))[0]).toBe('me@home.dev');
  await expect(page.getByRole('button', { name: 'More for me@home.dev' })).toBeFocused();
});

test('a handle is dragged with the pointer, and a frame shows where the row lands', async ({
  page,
  core,
  open,
}) => {
  answerAccountCommands(core);
  await open();
  const from = await handle(page, 'work@studio.dev').boundingBox();
  const to = await handle(page, 'API key · Studio').boundingBox();
  if (from === null || to === null) throw new Error('both handles are on the page');
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(from.x + 10, to.y + 20, { steps: 4 });
  await expect(page.locator('main ol > li[aria-hidden]')).toBeVisible();
  await page.mouse.up();
  await expect
    .poll(() => names(page))
    .toEqual(['me@home.dev', 'API key · Studio', 'work@studio.dev', 'old@mail.dev']);
  await expect(page.locator('main ol > li[aria-hidden]')).toHaveCount(0);
});

test('a drag near the edge of the window scrolls the page', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await open(snapshot(twenty()));
  const from = await handle(page, 'person-1@example.com').boundingBox();
  if (from === null) throw new Error('the handle is on the page');
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, 660, { steps: 5 });
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(400);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect((await names(page))[0]).toBe('person-1@example.com');
  expect(core.inputsOf('accounts.order')).toEqual([]);
});

test('an order that is refused goes back and says why', async ({ page, core, open }) => {
  core.handle('accounts.order', () => {
    throw new Refusal('write_failed', 'The settings could not be written.');
  });
  await open();
  await page.getByRole('button', { name: 'More for me@home.dev' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect(page.getByRole('alert')).toContainText('The settings could not be written.');
  expect((await names(page))[0]).toBe('work@studio.dev');
});
