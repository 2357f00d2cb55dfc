import { answerAccountCommands } from './support/core-answers.ts';
import { everyNotice, pendingLogin } from './support/news.ts';
import { expect, lift, test } from './support/rota-test.ts';
import { fleet, inOrder, snapshot } from './support/scenes.ts';

test.use({ viewport: { width: 380, height: 560 } });

const rows = 'main ol > li';

test('the first glance says who serves, how full the windows are, and who is next', async ({
  page,
  open,
}) => {
  await open(snapshot(fleet()), { at: 'tray' });
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('Serving');
  const now = page.getByRole('region', { name: 'Serving now' });
  await expect(now).toContainText('work@studio.dev · Max 20×');
  await expect(now.getByRole('listitem')).toHaveText(['5 h58%resets 16:40', 'Week24%resets Tue']);
  await expect(page.locator(rows)).toHaveText([
    '1work@studio.dev58% · 312',
    '2me@home.devResting 22 min',
    '3API key · Studio11% · 3',
    '4old@mail.devSign in',
  ]);
});

test('the reason stands behind the word, for the pointer and for the keyboard', async ({ page, open }) => {
  await open(snapshot(fleet()), { at: 'tray' });
  const word = page.getByRole('button', { name: 'Resting 22 min' });
  await word.hover();
  await expect(page.getByRole('tooltip')).toContainText('The 5-hour limit is used up. It rests until 15:40.');
  await page.mouse.move(10, 300, { steps: 8 });
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await word.focus();
  await expect(page.getByRole('tooltip')).toContainText('204 requests today');
});

test('the order is changed from here, by pointer and by keyboard', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await open(snapshot(fleet()), { at: 'tray' });
  await lift(page, 'API key · Studio');
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await expect(page.locator(rows).first()).toContainText('API key · Studio');

  const from = await page.getByRole('button', { name: 'Move work@studio.dev' }).boundingBox();
  if (from === null) throw new Error('the handle is on the page');
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, from.y + 60, { steps: 6 });
  await page.mouse.up();
  await expect
    .poll(() => core.inputsOf('accounts.order'))
    .toEqual([
      { accounts: ['key000000003', 'work00000001', 'home00000002', 'old000000004'] },
      { accounts: ['key000000003', 'home00000002', 'work00000001', 'old000000004'] },
    ]);
});

test('the gateway is paused and resumed from here', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await open(snapshot(fleet()), { at: 'tray' });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('Paused');
  await expect(page.getByText('turns every request away until you resume it')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('Serving');
});

test('what needs room is a link into Rota’s window', async ({ page, open }) => {
  await open(snapshot(fleet(), { notices: everyNotice(), pendingLogins: [pendingLogin()] }), { at: 'tray' });
  for (const [name, href] of [
    ['Open Rota', '#/accounts'],
    ['Add account', '#/accounts/add'],
    ['Sign in', '#/accounts/sign-in/old000000004'],
    ['A sign-in waits for you', '#/accounts'],
    ['9 notices in Rota’s window', '#/accounts'],
  ] as const) {
    const link = page.getByRole('link', { name, exact: true });
    await expect(link).toHaveAttribute('href', href);
    await expect(link).toHaveAttribute('target', 'rota-main');
  }
});

test('the address is copied', async ({ page, open, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(snapshot(fleet()), { at: 'tray' });
  await page.getByRole('button', { name: 'Copy address' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('http://127.0.0.1:9090');
});

test('Esc closes the window, but gives up a lifted account or an open reason first', async ({
  page,
  open,
}) => {
  await page.addInitScript(() => {
    window.close = () => {
      document.documentElement.dataset['closed'] = 'yes';
    };
  });
  await open(snapshot(fleet()), { at: 'tray' });
  const html = page.locator('html');
  await lift(page, 'work@studio.dev');
  await expect(page.getByText('work@studio.dev lifted, place 1 of 4.')).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(page.getByText('work@studio.dev stays at place 1 of 4.')).toBeAttached();
  await page.getByRole('button', { name: 'Resting 22 min' }).focus();
  await expect(page.getByRole('tooltip')).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await expect(html).not.toHaveAttribute('data-closed');
  await page.keyboard.press('Escape');
  await expect(html).toHaveAttribute('data-closed', 'yes');
});

test('while all rest it says who is back first; with nobody left, whose turn it is', async ({
  page,
  open,
}) => {
  await open(snapshot(inOrder(fleet().slice(1, 2))), { at: 'tray' });
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('All resting');
  await expect(page.getByText('me@home.dev is back in 22 min')).toBeVisible();
  await open(snapshot(inOrder(fleet().slice(3))), { at: 'tray' });
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('Nobody can serve');
});

test('out of reach it blames no account', async ({ page, core, open }) => {
  await open(snapshot(fleet()), { at: 'tray' });
  core.goAway();
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('Out of reach');
  await expect(page.getByText('your accounts are not to blame')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pause' })).toHaveCount(0);
});

test('under a settings file nothing is offered that it would refuse', async ({ page, open }) => {
  await open(snapshot(fleet(), { readOnlyFile: '/etc/rota/rota.yaml' }), { at: 'tray' });
  await expect(page.getByRole('button', { name: /^Move/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Add account' })).toHaveCount(0);
});
