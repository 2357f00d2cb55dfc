import { everydayPlan } from './support/core-answers.ts';
import { Refusal } from './support/fixture-server.ts';
import { answerKeys } from './support/pages-connect.ts';
import { answerRoutes, everydayRoutes } from './support/pages-routes.ts';
import { answerSettings } from './support/pages-settings.ts';
import { expect, test } from './support/rota-test.ts';
import { fleet, snapshot } from './support/scenes.ts';

const AT = { at: 'routing' };

test.beforeEach(({ core }) => {
  answerRoutes(core, everydayRoutes);
  answerSettings(core);
  answerKeys(core, []);
});

const card = (pattern: string) => `article:has(h3:text-is("${pattern}"))`;

test('each route names its accounts in order, how they are, and what they are sent', async ({
  page,
  open,
}) => {
  await open(snapshot(fleet()), AT);
  const lines = page.locator(card('*sonnet*')).getByRole('listitem');
  await expect(lines).toHaveCount(4);
  await expect(lines.nth(1)).toContainText('me@home.devResting');
  await expect(lines.nth(2)).toContainText('API key · Studiosent as vendor-model-nameReady');
  await expect(lines.nth(3)).toContainText('Former providerNo account of this name');
  await expect(page.locator(card('*opus*'))).toContainText('Soonest reset first');
  await expect(page.locator(card('*sonnet*'))).toContainText('As for all models: In your order');
});

test('accounts of equal rank share a place until somebody puts them in order', async ({
  page,
  core,
  open,
}) => {
  await open(snapshot(fleet()), AT);
  const lines = page.locator(card('*sonnet*')).getByRole('listitem');
  await expect(lines.nth(0)).toContainText('1work@studio.dev');
  await expect(lines.nth(1)).toContainText('1me@home.dev');
  const handle = lines.nth(1).getByRole('button', { name: 'Move me@home.dev' });
  await handle.press('Space');
  await expect(handle).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await expect(lines.nth(0)).toContainText('1me@home.dev');
  await expect(lines.nth(1)).toContainText('2work@studio.dev');
  const [saved] = core.inputsOf('routes.save');
  expect(saved?.candidates.map(({ provider, accountEmail }) => accountEmail ?? provider)).toEqual([
    'me@home.dev',
    'work@studio.dev',
    'Anthropic',
    'Former provider',
  ]);
  expect(saved?.candidates[2]?.model).toBe('vendor-model-name');
});

test('an account is dragged to another place with the mouse', async ({ page, core, open }) => {
  await open(snapshot(fleet()), AT);
  const lines = page.locator(card('*opus*')).getByRole('listitem');
  const handle = lines.nth(1).getByRole('button', { name: 'Move me@home.dev' });
  await handle.hover();
  await page.mouse.down();
  const top = await lines.nth(0).boundingBox();
  await page.mouse.move((top?.x ?? 0) + 20, (top?.y ?? 0) + 2, { steps: 6 });
  await page.mouse.up();
  await expect(lines.nth(0)).toContainText('me@home.dev');
  await expect.poll(() => core.inputsOf('routes.save')).toHaveLength(1);
});

test('a refused order goes back to where it was and says why', async ({ page, core, open }) => {
  core.handle('routes.save', () => {
    throw new Refusal('write_failed', 'The settings could not be written: the disk is full.');
  });
  await open(snapshot(fleet()), AT);
  const lines = page.locator(card('*opus*')).getByRole('listitem');
  await lines.nth(1).getByRole('button', { name: 'More for me@home.dev in *opus*' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect(page.getByRole('alert')).toContainText('the disk is full');
  await expect(lines.nth(0)).toContainText('work@studio.dev');
});

test('a route is added with some of the accounts', async ({ page, core, open }) => {
  await open(snapshot(fleet()), AT);
  await page.getByRole('button', { name: 'Add route' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add route' });
  await dialog.getByLabel('Model name').fill('claude-haiku-*');
  await dialog.getByLabel('Order among its accounts').selectOption({ label: 'In turns' });
  await expect(dialog).toContainText('Every new session begins with the next account.');
  await dialog.getByRole('checkbox', { name: 'API key · Studio' }).check();
  await dialog.getByRole('checkbox', { name: 'work@studio.dev' }).check();
  await dialog.getByRole('button', { name: 'Add route' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.locator(card('claude-haiku-*')).getByRole('listitem')).toHaveCount(2);
  expect(core.inputsOf('routes.save')).toEqual([
    {
      pattern: 'claude-haiku-*',
      strategy: 'round_robin',
      candidates: [
        { provider: 'Claude', accountEmail: 'work@studio.dev', model: null, priority: 1 },
        { provider: 'Anthropic', accountEmail: null, model: null, priority: 2 },
      ],
    },
  ]);
});

test('a pattern that is taken, or that the core refuses, is said at the field', async ({
  page,
  core,
  open,
}) => {
  await open(snapshot(fleet()), AT);
  await page.getByRole('button', { name: 'Add route' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add route' });
  await dialog.getByRole('checkbox').first().check();
  await dialog.getByLabel('Model name').fill('*OPUS*');
  await expect(dialog.getByRole('alert')).toHaveText(/There is a route \*opus\* already/);
  await page.keyboard.press('Enter');
  expect(core.inputsOf('routes.save')).toEqual([]);
  await dialog.getByLabel('Model name').fill('claude-[345]');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toHaveText('A pattern knows only * and ?.');
  await expect(dialog.getByLabel('Model name')).toHaveValue('claude-[345]');
});

test('a route gets another pattern and keeps its accounts', async ({ page, core, open }) => {
  await open(snapshot(fleet()), AT);
  await page.getByRole('button', { name: 'More for the route *sonnet*' }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  await page.getByLabel('Model name').fill('*sonnet-4*');
  await page.keyboard.press('Enter');
  await expect(page.locator(card('*sonnet-4*')).getByRole('listitem')).toHaveCount(4);
  await expect(page.locator(card('*sonnet*'))).toHaveCount(0);
  expect(core.inputsOf('routes.save')).toMatchObject([
    { pattern: '*sonnet-4*', formerPattern: '*sonnet*', strategy: null },
  ]);
});

test('a model is sent to one account under another name', async ({ page, core, open }) => {
  await open(snapshot(fleet()), AT);
  await page.getByRole('button', { name: 'More for me@home.dev in *opus*' }).click();
  await page.getByRole('menuitem', { name: 'Model name to send…' }).click();
  await page.getByRole('dialog').getByLabel('Model name').fill('claude-opus-4-1');
  await page.keyboard.press('Enter');
  await expect(page.locator(card('*opus*'))).toContainText('me@home.devsent as claude-opus-4-1');
  expect(core.inputsOf('routes.save')[0]?.candidates.map(({ model }) => model)).toEqual([
    null,
    'claude-opus-4-1',
  ]);
});

test('an account moves from one route into another in one step', async ({ page, core, open }) => {
  await open(snapshot(fleet()), AT);
  await page.getByRole('button', { name: 'More for API key · Studio in *sonnet*' }).click();
  await page.getByRole('menuitem', { name: 'Move to *opus*' }).click();
  await expect(page.locator(card('*opus*')).getByRole('listitem').nth(2)).toContainText('API key · Studio');
  await expect(page.locator(card('*sonnet*')).getByRole('listitem')).toHaveCount(3);
  expect(core.inputsOf('routes.move')).toEqual([
    {
      from: '*sonnet*',
      to: '*opus*',
      candidate: { provider: 'Anthropic', accountEmail: null, model: 'vendor-model-name' },
    },
  ]);
  expect(core.inputsOf('routes.save')).toEqual([]);
});

test('a move that is refused leaves the account where it was, and says why', async ({ page, core, open }) => {
  await open(snapshot(fleet()), AT);
  core.handle('routes.move', () => {
    throw new Refusal('write_failed', 'The settings could not be written (ENOSPC).');
  });
  await page.getByRole('button', { name: 'More for API key · Studio in *sonnet*' }).click();
  await page.getByRole('menuitem', { name: 'Move to *opus*' }).click();
  await expect(page.getByRole('alert')).toContainText('could not be written (ENOSPC)');
  await expect(page.locator(card('*sonnet*')).getByRole('listitem')).toHaveCount(4);
  await expect(page.locator(card('*opus*')).getByRole('listitem')).toHaveCount(2);
  expect(core.inputsOf('routes.save')).toEqual([]);
});

test('accounts join a route and leave it', async ({ page, open }) => {
  await open(snapshot(fleet()), AT);
  await page.getByRole('button', { name: 'More for the route *opus*' }).click();
  await page.getByRole('menuitem', { name: 'Add accounts…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add accounts to *opus*' });
  await expect(dialog.getByRole('checkbox')).toHaveCount(2);
  await dialog.getByRole('checkbox', { name: 'old@mail.dev' }).check();
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(page.locator(card('*opus*')).getByRole('listitem')).toHaveCount(3);
  await page.getByRole('button', { name: 'More for old@mail.dev in *opus*' }).click();
  await page.getByRole('menuitem', { name: 'Take out of this route' }).click();
  await expect(page.locator(card('*opus*')).getByRole('listitem')).toHaveCount(2);
});

test('removing a route asks once and says who serves then', async ({ page, core, open }) => {
  await open(snapshot(fleet()), AT);
  await page.getByRole('button', { name: 'More for the route *opus*' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove the route *opus*?' });
  await expect(dialog).toContainText('No account is removed.');
  await dialog.getByRole('button', { name: 'Remove route' }).click();
  await expect(page.locator(card('*opus*'))).toHaveCount(0);
  expect(core.inputsOf('routes.remove')).toEqual([{ pattern: '*opus*' }]);
});

test('the order for all other models, and whether sessions stay, change at once', async ({
  page,
  core,
  open,
}) => {
  await open(snapshot(fleet()), AT);
  await page.getByRole('radio', { name: 'Least used first' }).check();
  await expect(page.locator(card('*sonnet*'))).toContainText('As for all models: Least used first');
  await page.getByRole('switch', { name: 'A session stays with its account' }).click();
  await expect(page.getByRole('switch')).not.toBeChecked();
  await expect
    .poll(() => core.inputsOf('settings.update'))
    .toEqual([{ strategy: 'least_used' }, { sessionAffinity: false }]);
});

test('without routes the page says what one would do', async ({ page, core, open }) => {
  answerRoutes(core, []);
  await open(snapshot(fleet()), AT);
  await expect(page.getByRole('heading', { name: 'No routes yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Add route' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('under a settings file everything is shown and nothing can be changed', async ({ page, core, open }) => {
  await open(snapshot(fleet(), { readOnlyFile: '/etc/rota/rota.yaml' }), AT);
  await expect(page.locator(card('*opus*'))).toContainText('work@studio.dev');
  await expect(page.getByRole('button', { name: /^(Add|More|Move)/ })).toHaveCount(0);
  await page.getByRole('radio', { name: 'In turns' }).click({ force: true });
  await page.getByRole('switch').click({ force: true });
  await expect(page.getByRole('radio', { name: 'In your order' })).toBeChecked();
  expect(core.inputsOf('settings.update')).toEqual([]);
});

test('it says who would serve a model, who is passed over, and why', async ({ page, core, open }) => {
  await open(snapshot(fleet()), AT);
  await expect(page.getByText('No model route names it')).toBeVisible();
  await page.getByLabel('Model', { exact: true }).fill('claude-sonnet-4-5');
  await expect(page.getByText('By the model route *sonnet*.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'work@studio.dev would serve it' })).toBeVisible();
  const entries = page.locator('section').last().getByRole('listitem');
  await expect(entries.nth(1)).toContainText('Passed over · 22 min');
  await expect(entries.nth(2)).toContainText('Number 3 in your order. Sent as vendor-model-name.');
  expect(core.inputsOf('routes.explain')).toContainEqual({ model: 'claude-sonnet-4-5' });
});

test('the plan follows what the accounts do, without being asked for', async ({ page, core, open }) => {
  await open(snapshot(fleet()), AT);
  await expect(page.getByRole('heading', { name: 'work@studio.dev would serve it' })).toBeVisible();
  core.handle('routes.explain', () => ({ model: null, route: null, entries: [] }));
  core.publish({});
  await expect(page.getByRole('heading', { name: 'Nobody would serve it now' })).toBeVisible();
});

test('the plan is asked for by a bound key where there is one', async ({ page, core, open }) => {
  answerKeys(core, ['studio-site']);
  core.handle('routes.explain', ({ key }) =>
    key === undefined ? everydayPlan(null) : { model: null, route: null, entries: [] },
  );
  await open(snapshot(fleet()), AT);
  await page.getByLabel('Client key').selectOption({ label: 'studio-site' });
  await expect(page.getByRole('heading', { name: 'Nobody would serve it now' })).toBeVisible();
  expect(core.inputsOf('routes.explain')).toContainEqual({ key: 'studio-site' });
});

test('typing asks once it pauses, not at every letter', async ({ page, core, open }) => {
  await open(snapshot(fleet()), AT);
  await page.getByLabel('Model', { exact: true }).pressSequentially('claude-opus', { delay: 20 });
  await expect.poll(() => core.inputsOf('routes.explain')).toContainEqual({ model: 'claude-opus' });
  expect(core.inputsOf('routes.explain').length).toBeLessThan(6);
});

test('a list that cannot be read says so and is read when it can', async ({ page, core, open }) => {
  core.handle('routes.list', () => {
    throw new Refusal('internal_error', 'Something went wrong inside Rota.');
  });
  await open(snapshot(fleet()), AT);
  await expect(page.getByText('Something went wrong inside Rota.')).toBeVisible();
  answerRoutes(core, everydayRoutes);
  core.publish({});
  await expect(page.locator(card('*opus*'))).toBeVisible();
  await expect(page.getByText('Something went wrong inside Rota.')).toHaveCount(0);
});
