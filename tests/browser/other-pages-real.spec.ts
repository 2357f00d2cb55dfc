import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type DemoCore, startDemoCore } from './support/demo-core.ts';

/** At least one flow of each page on the real core with simulated accounts; its home folder is a scratch one. */
test.describe.configure({ mode: 'serial' });

const CLAUDE_SETTINGS = '{\n  "model": "opus"\n}\n';

let home: string;
let core: DemoCore;
let page: Page;
let userFile: string;

test.beforeAll(async ({ browser }) => {
  home = await mkdtemp(join(tmpdir(), 'rota-pages-'));
  await mkdir(join(home, '.claude'));
  userFile = join(home, '.claude', 'settings.json');
  await writeFile(userFile, CLAUDE_SETTINGS);
  core = await startDemoCore({ HOME: home, USERPROFILE: home, CLAUDE_CONFIG_DIR: '' });
  page = await (await browser.newContext()).newPage();
  await page.goto(core.link);
  await expect(page.getByRole('heading', { name: 'work@studio.example' })).toBeVisible();
});

test.afterAll(async () => {
  await page?.context().close();
  await core?.stop();
  await rm(home, { recursive: true, force: true });
});

const goTo = (name: string) => page.getByRole('link', { name, exact: true }).click();
const ourText = () => readFile(userFile, 'utf8');

test('Claude Code is connected with the change that was shown, tried, and left as it was', async () => {
  await goTo('Connect');
  await page.getByRole('button', { name: 'Connect Claude Code' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('pre')).toContainText('ANTHROPIC_BASE_URL');
  expect(await ourText()).toBe(CLAUDE_SETTINGS);
  await dialog.getByRole('button', { name: 'Write it' }).click();
  await expect(dialog.getByText('Written.')).toBeVisible();
  expect(JSON.parse(await ourText())).toMatchObject({ model: 'opus', env: { ANTHROPIC_BASE_URL: /./ } });

  await dialog.getByRole('button', { name: 'Send a test message' }).click();
  await expect(dialog.getByText(/answered in/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();

  await page.getByRole('button', { name: 'Disconnect…' }).click();
  await expect(dialog.locator('pre')).toContainText('removed:');
  await dialog.getByRole('button', { name: 'Take it out' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Claude Code asks Anthropic directly.')).toBeVisible();
  expect(await ourText()).toBe(CLAUDE_SETTINGS);
});

test('a key for a project leads only to its accounts, and its lines hold it', async () => {
  await page.getByRole('button', { name: 'Add key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('studio-site');
  await dialog.getByRole('checkbox', { name: 'API key · Studio' }).check();
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(page.getByRole('heading', { name: 'studio-site' })).toBeVisible();
  await goTo('Routing');
  await page.getByLabel('Client key').selectOption({ label: 'studio-site' });
  await expect(page.getByRole('heading', { name: 'API key · Studio would serve it' })).toBeVisible();
  await expect(page.getByText('work@studio.example').last()).toBeVisible();
});

test('the doctor looks at this installation and finds it in order, or says what to do', async () => {
  await goTo('Connect');
  await page.getByRole('button', { name: 'Look for problems' }).click();
  await expect(page.getByRole('button', { name: 'Look again' })).toBeVisible({ timeout: 30_000 });
  expect(await page.locator('section').last().getByRole('listitem').count()).toBeGreaterThan(4);
});

test('a route is added, put in another order, asked about, and removed', async () => {
  await goTo('Routing');
  await page.getByRole('button', { name: 'Add route' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Model name').fill('*opus*');
  await dialog.getByRole('checkbox', { name: 'work@studio.example' }).check();
  await dialog.getByRole('checkbox', { name: 'API key · Studio' }).check();
  await dialog.getByRole('button', { name: 'Add route' }).click();
  const lines = page.locator('article').filter({ hasText: '*opus*' }).getByRole('listitem');
  await expect(lines).toHaveCount(2);

  await lines.nth(1).getByRole('button', { name: /^More/ }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect(lines.nth(0)).toContainText('API key · Studio');
  await page.getByLabel('Model', { exact: true }).fill('claude-opus-5-5');
  await expect(page.getByText('By the model route *opus*.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'API key · Studio would serve it' })).toBeVisible();

  await page.reload();
  await expect(lines.nth(0)).toContainText('API key · Studio');
  await page.getByRole('button', { name: 'More for the route *opus*' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await dialog.getByRole('button', { name: 'Remove route' }).click();
  await expect(page.getByRole('heading', { name: '*opus*' })).toHaveCount(0);
});

test('an account moves between two routes at once, and the last one of a route stays', async () => {
  const dialog = page.getByRole('dialog');
  const add = async (pattern: string, accounts: readonly string[]) => {
    await page.getByRole('button', { name: 'Add route' }).click();
    await dialog.getByLabel('Model name').fill(pattern);
    for (const name of accounts) await dialog.getByRole('checkbox', { name }).check();
    await dialog.getByRole('button', { name: 'Add route' }).click();
    await expect(page.getByRole('heading', { name: pattern })).toBeVisible();
  };
  const lines = (pattern: string) =>
    page.locator('article').filter({ hasText: pattern }).getByRole('listitem');
  const move = async (name: string) => {
    await page.getByRole('button', { name: `More for ${name} in *from*` }).click();
    await page.getByRole('menuitem', { name: 'Move to *to*' }).click();
  };
  await add('*from*', ['work@studio.example', 'API key · Studio']);
  await add('*to*', ['me@home.example']);
  await move('API key · Studio');
  await expect(lines('*from*')).toHaveCount(1);
  await expect(lines('*to*').nth(1)).toContainText('API key · Studio');
  await move('work@studio.example');
  await expect(page.getByRole('alert')).toContainText('It is the only account of the route for *from*.');
  await page.reload();
  await expect(lines('*from*')).toHaveCount(1);
  await expect(lines('*to*')).toHaveCount(2);
  for (const pattern of ['*from*', '*to*']) {
    await page.getByRole('button', { name: `More for the route ${pattern}` }).click();
    await page.getByRole('menuitem', { name: 'Remove…' }).click();
    await dialog.getByRole('button', { name: 'Remove route' }).click();
    await expect(page.getByRole('heading', { name: pattern })).toHaveCount(0);
  }
});

test('a pattern that the core refuses is said at the field', async () => {
  await page.getByRole('button', { name: 'Add route' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Model name').fill('claude opus');
  await dialog.getByRole('checkbox').first().check();
  await dialog.getByRole('button', { name: 'Add route' }).click();
  await expect(dialog.getByRole('alert')).toContainText('claude opus');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});

test('the order for all models is kept by the core', async () => {
  await page.getByRole('radio', { name: 'In turns' }).check();
  await page.reload();
  await expect(page.getByRole('radio', { name: 'In turns' })).toBeChecked();
  await page.getByRole('radio', { name: 'In your order' }).check();
});

test('the test message stands in the activity with its story, and a new one comes by itself', async () => {
  await goTo('Activity');
  const lines = page.locator('main ol[aria-label="Requests"] > li');
  await expect(lines).toHaveCount(1);
  await lines.first().getByRole('button').click();
  await expect(lines.first()).toContainText(/Answered by .+/);
  await expect(lines.first()).toContainText('POST /v1/messages');

  await goTo('Connect');
  await page.getByRole('button', { name: 'Send a test message' }).click();
  await expect(page.getByText(/answered in/)).toBeVisible();
  await goTo('Activity');
  await expect(lines).toHaveCount(2);
});

test('the tokens of these messages stand in the usage', async () => {
  await goTo('Usage');
  await page.getByRole('radio', { name: 'Today' }).check();
  await expect(async () => {
    await page.reload();
    await page.getByRole('radio', { name: 'Today' }).check();
    const together = page.locator('table').first().locator('tfoot td').first();
    await expect(together).toHaveText('2', { timeout: 1_500 });
  }).toPass({ timeout: 20_000 });
  await page.getByRole('radio', { name: 'Model' }).check();
  await expect(page.locator('table').first().getByRole('rowheader').nth(0)).toContainText('claude');
  await expect(page.getByRole('heading', { name: 'Limits' })).toBeVisible();
  await expect(page.getByRole('row', { name: /^5 h/ }).first()).toBeVisible();
});

test('a price is changed and put back', async () => {
  await page.getByRole('button', { name: 'Edit prices' }).click();
  await page
    .getByRole('textbox', { name: /^Out, / })
    .first()
    .fill('99');
  await page.getByRole('button', { name: 'Save prices' }).click();
  await expect(page.getByText('Changed by you')).toBeVisible();
  await page.getByRole('button', { name: 'Edit prices' }).click();
  await page.getByRole('button', { name: 'Use the built-in prices' }).click();
  await expect(page.getByText('Built in, last compared')).toBeVisible();
});

test('settings are kept by the core, wrong ones are refused with a sentence, and all can be put back', async () => {
  await goTo('Settings');
  const atFirst = await page.getByLabel('Keep single requests for').inputValue();
  await page.getByLabel('Keep single requests for').fill('0');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).not.toBeEmpty();
  await page.getByLabel('Keep single requests for').fill('45');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await page.reload();
  await expect(page.getByLabel('Keep single requests for')).toHaveValue('45');
  await page.getByRole('button', { name: 'Reset settings…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await expect(page.getByLabel('Keep single requests for')).toHaveValue(atFirst);
});

test('the log is shown, the settings are exported, and what was exported is there already', async () => {
  await page.getByRole('button', { name: 'Show the log' }).click();
  await expect(
    page.getByRole('region', { name: 'Log, newest first' }).getByRole('listitem').first(),
  ).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export settings' }).click();
  const yaml = await readFile(await (await download).path(), 'utf8');
  expect(yaml).toContain('providers:');
  await page.locator('input[type=file]').setInputFiles({
    name: 'config.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from(yaml),
  });
  await expect(page.getByRole('dialog')).toContainText('work@studio.example');
  await page.getByRole('dialog').getByRole('button').last().click();
  await page.keyboard.press('Escape');
});

test('the client key is replaced, and the lines have the new one', async () => {
  await goTo('Connect');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const before = await page.locator('dd code').nth(1).innerText();
  await goTo('Settings');
  await page.getByRole('button', { name: 'Replace the client key…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click();
  await expect(page.getByText('The client key was replaced.').first()).toBeVisible();
  await goTo('Connect');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.locator('dd code').nth(1)).not.toHaveText(before);
});

test('simulated accounts keep their secrets in memory: there is no master key to replace, and the page says so', async () => {
  await goTo('Settings');
  await page.getByRole('button', { name: 'Replace the master key…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace the master key?' });
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect(dialog.getByRole('alert')).toContainText('keeps its secrets in memory only');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
});
