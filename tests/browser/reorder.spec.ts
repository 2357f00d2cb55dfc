import type { Page } from '@playwright/test';
import { answerAccountCommands } from './support/core-answers.ts';
import { Refusal } from './support/fixture-server.ts';
import { expect, lift, test } from './support/rota-test.ts';
import { everyCondition, snapshot, twenty } from './support/scenes.ts';

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
  await lift(page, 'API key · Studio');
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
  await lift(page, 'work@studio.dev');
  await page.keyboard.press('End');
  await page.keyboard.press('Escape');
  await expect(spoken(page)).toHaveText('work@studio.dev stays at place 1 of 4.');
  expect(core.inputsOf('accounts.order')).toEqual([]);
});

test('leaving the handle while it is lifted puts nothing down elsewhere', async ({ page, core, open }) => {
  await open();
  await lift(page, 'work@studio.dev');
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

test('a finger drags the handle without scrolling the page', async ({ page, core, open, context }) => {
  answerAccountCommands(core);
  await open();
  const touch = await context.newCDPSession(page);
  const at = async (name: string) => {
    const box = await handle(page, name).boundingBox();
    if (box === null) throw new Error('the handle is on the page');
    return { x: box.x + 12, y: box.y + 14 };
  };
  const from = await at('work@studio.dev');
  const to = await at('me@home.dev');
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    touch.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: y === undefined ? [] : [{ x: from.x, y }],
    });
  await send('touchStart', from.y);
  for (let step = 1; step <= 6; step++) await send('touchMove', from.y + ((to.y + 40 - from.y) * step) / 6);
  await expect(spoken(page)).toHaveText('work@studio.dev, place 2 of 4.');
  await send('touchEnd');
  await expect
    .poll(() => names(page))
    .toEqual(['me@home.dev', 'work@studio.dev', 'API key · Studio', 'old@mail.dev']);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('each step is announced in Chinese as well', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await page.addInitScript(() => localStorage.setItem('rota.language', 'zh-CN'));
  await open();
  const spokenZh = page.getByRole('status').filter({ hasText: '位' });
  const grip = page.getByRole('button', { name: '移动 work@studio.dev' });
  await expect(grip).toHaveAttribute('aria-roledescription', '可排序');
  await grip.press('Space');
  await expect(spokenZh).toHaveText('已拿起 work@studio.dev，第 1 位，共 4 位。');
  await page.keyboard.press('ArrowDown');
  await expect(spokenZh).toHaveText('work@studio.dev，第 2 位，共 4 位。');
  await page.keyboard.press('Escape');
  await expect(spokenZh).toHaveText('work@studio.dev 仍在第 1 位，共 4 位。');
});

test('what arrives meanwhile moves nothing under a lifted account', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await open();
  await lift(page, 'work@studio.dev');
  core.publish({
    accounts: core.snapshot.accounts.toReversed().map((each, i) => ({ ...each, place: i + 1 })),
  });
  await page.keyboard.press('ArrowDown');
  await expect(spoken(page)).toHaveText('work@studio.dev, place 2 of 4.');
  expect(await names(page)).toEqual(['work@studio.dev', 'me@home.dev', 'API key · Studio', 'old@mail.dev']);
  await page.keyboard.press('Escape');
  await expect
    .poll(() => names(page))
    .toEqual(['old@mail.dev', 'API key · Studio', 'me@home.dev', 'work@studio.dev']);
});

test('among accounts of different heights each arrow is one place', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await open(snapshot(everyCondition()));
  const total = everyCondition().length;
  await lift(page, 'fine@example.com');
  for (let place = 2; place <= total; place++) {
    await page.keyboard.press('ArrowDown');
    await expect(spoken(page)).toHaveText(`fine@example.com, place ${place} of ${total}.`);
  }
  for (let place = total - 1; place >= 1; place--) {
    await page.keyboard.press('ArrowUp');
    await expect(spoken(page)).toHaveText(`fine@example.com, place ${place} of ${total}.`);
  }
  await page.keyboard.press('Escape');
});
