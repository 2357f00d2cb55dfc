import { readFile } from 'node:fs/promises';
import { answerShell, answerTerms } from './support/core-answers.ts';
import { Refusal } from './support/fixture-server.ts';
import { answerLogs, answerSettings } from './support/pages-settings.ts';
import { expect, test } from './support/rota-test.ts';
import { fleet, snapshot } from './support/scenes.ts';

const AT = { at: 'settings' };

test.beforeEach(({ core }) => {
  answerSettings(core);
  answerShell(core, 'headless');
  answerLogs(core);
});

test('language and theme change at once and are remembered', async ({ page, open }) => {
  await open(snapshot(fleet()), AT);
  await page.getByRole('radio', { name: '简体中文' }).check();
  await expect(page.getByRole('heading', { name: '设置', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole('radio', { name: '深色' }).check();
  expect(await ground()).not.toBe(light);
  await page.reload();
  await expect(page.getByRole('heading', { name: '设置', exact: true })).toBeVisible();
  expect(await ground()).not.toBe(light);
});

test('the port is saved when told to, says from when it holds, and what is wrong with it', async ({
  page,
  core,
  open,
}) => {
  await open(undefined, AT);
  await expect(page.getByText('In force after the next start.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await page.getByLabel('Port', { exact: true }).fill('80');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toHaveText('Ports below 1024 belong to the system.');
  await page.getByLabel('Port', { exact: true }).fill('9191');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await expect(page.getByLabel('Port', { exact: true })).toHaveValue('9191');
  expect(core.inputsOf('settings.update')).toEqual([{ port: 80 }, { port: 9191 }]);
});

test('what is no number is refused by the core, with a sentence', async ({ page, open }) => {
  await open(undefined, AT);
  await page.getByLabel('Port', { exact: true }).fill('ninety');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).not.toBeEmpty();
});

test('history, metrics and polling are set', async ({ page, core, open }) => {
  await open(undefined, AT);
  await page.getByLabel('Keep single requests for').fill('30');
  await page.keyboard.press('Enter');
  await page.getByLabel('At most').fill('64');
  await page.keyboard.press('Enter');
  await page.getByLabel('Send metrics to').fill('http://127.0.0.1:4318/v1/metrics');
  await page.keyboard.press('Enter');
  await page.getByRole('switch', { name: 'Ask providers how full the limits are' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await expect
    .poll(() => core.inputsOf('settings.update'))
    .toEqual([
      { history: { keepRequestsDays: 30 } },
      { history: { maxBytes: 64 * 1024 * 1024 } },
      { otlpUrl: 'http://127.0.0.1:4318/v1/metrics' },
      { usagePolling: false },
    ]);
});

test('the app offers start at login, notifications, folders and updates', async ({ page, core, open }) => {
  answerShell(core, 'app');
  core.handle('shell.setStartAtLogin', () => ({}));
  core.handle('shell.openFolder', () => ({}));
  core.handle('shell.checkForUpdate', () => ({ available: '0.2.0' }));
  await open(undefined, AT);
  await page.getByRole('switch', { name: 'Start at login' }).click();
  await page.getByRole('switch', { name: 'Another account than the first took over' }).click();
  await page.getByRole('button', { name: 'Look for a newer version' }).click();
  await expect(page.getByText('Version 0.2.0 is there.')).toBeVisible();
  await page.getByRole('button', { name: 'Open the folder' }).click();
  await page.getByRole('button', { name: 'Open: Data folder' }).click();
  await expect.poll(() => core.inputsOf('shell.openFolder')).toEqual([{ which: 'logs' }, { which: 'data' }]);
  expect(core.inputsOf('shell.setStartAtLogin')).toEqual([{ on: true }]);
  expect(core.inputsOf('settings.update')).toEqual([{ notifications: { switched: true } }]);
});

test('without a desktop the page says what is not offered, and why', async ({ page, open }) => {
  await open(undefined, AT);
  await expect(page.getByText('Your system’s service manager can start it')).toBeVisible();
  await expect(page.getByText('Rota runs without a desktop here and shows none.')).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Start at login' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Open/ })).toHaveCount(0);
});

test('the log is shown newest first and by how bad a line is', async ({ page, core, open }) => {
  await open(undefined, AT);
  expect(core.inputsOf('logs.recent')).toEqual([]);
  await page.getByRole('button', { name: 'Show the log' }).click();
  const log = page.getByRole('region', { name: 'Log, newest first' });
  await expect(log.getByRole('listitem')).toHaveCount(4);
  await expect(log.getByRole('listitem').first()).toContainText('history cannot be written code=ENOSPC');
  await page.getByLabel('Lines shown').selectOption({ label: 'Errors and warnings' });
  await expect(log.getByRole('listitem')).toHaveCount(2);
  await expect.poll(() => core.inputsOf('logs.recent').at(-1)?.after).toBe('4');
  await page.getByLabel('How much is written').selectOption({ label: 'Everything' });
  await expect.poll(() => core.inputsOf('settings.update')).toEqual([{ logLevel: 'trace' }]);
});

test('the settings are saved as a file without secrets', async ({ page, open }) => {
  await open(undefined, AT);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export settings' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('rota-settings.yaml');
  expect(await readFile(await file.path(), 'utf8')).toBe('server:\n  port: 9090\n');
});

test('a settings file is taken over after it was said what it brings', async ({ page, core, open }) => {
  await open(undefined, AT);
  const input = page.locator('input[type=file]');
  const file = (name: string, text: string) => ({
    name,
    mimeType: 'application/yaml',
    buffer: Buffer.from(text),
  });
  await input.setInputFiles(file('notes.yaml', 'shopping: milk\n'));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toHaveText('Line 1: this is no settings file.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await input.setInputFiles(file('config.yaml', 'providers: []\n'));
  await expect(page.getByRole('dialog', { name: 'Import config.yaml' })).toContainText('Third Party');
  await expect(dialog).toContainText('2 keys go from the file into Rota’s encrypted store.');
  await expect(dialog).toContainText('Did you mean “strategy”?');
  await expect(dialog).toContainText('Subscription accounts stay off until you have read the note');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(page.getByRole('dialog', { name: 'Imported' })).toBeVisible();
  expect(core.inputsOf('settings.import').map(({ fileName, dryRun }) => [fileName, dryRun])).toEqual([
    ['notes.yaml', true],
    ['config.yaml', true],
    ['config.yaml', false],
  ]);
});

test('the decision on subscription accounts is shown with its date and can be withdrawn', async ({
  page,
  core,
  open,
}) => {
  answerTerms(core, false);
  await open(undefined, AT);
  await expect(page.getByText('on November 14, 2026')).toBeVisible();
  await page.getByRole('button', { name: 'Withdraw…' }).click();
  await expect(page.getByRole('dialog')).toContainText('Their sign-ins are kept');
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText('Subscription sign-in stays off')).toBeVisible();
  await page.getByRole('button', { name: 'Read the note' }).click();
  await expect(page.getByRole('dialog')).toContainText('Anthropic’s terms say');
});

test('the client key is replaced, a report is written, and the settings are reset, each after a question', async ({
  page,
  core,
  open,
}) => {
  core.handle('keys.rotate', () => ({ key: 'fixture-key-replaced-0123456789abcdefghijkl' }));
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Replace the client key…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click();
  await expect(page.getByText('The client key was replaced.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Write a report' }).click();
  await expect(page.getByText('Written to /home/me/.local/share/rota/reports/rota-report.zip')).toBeVisible();
  await page.getByRole('button', { name: 'Reset settings…' }).click();
  await expect(page.getByRole('dialog')).toContainText('Accounts, routes, sign-ins and keys stay.');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await expect(page.getByText('The settings are as they were at first.').first()).toBeVisible();
  expect(core.inputsOf('keys.rotate')).toEqual([{ which: 'client' }]);
  expect(core.inputsOf('settings.reset')).toHaveLength(1);
});

test('the master key is replaced after a question that says that nothing is lost', async ({
  page,
  core,
  open,
}) => {
  core.handle('vault.rotateKey', () => {
    throw new Refusal('master_key_not_rotated', 'The rotation did not finish: the disk is full.');
  });
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Replace the master key…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace the master key?' });
  await expect(dialog).toContainText('Nothing is lost: sign-ins and keys stay as they are');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(core.inputsOf('vault.rotateKey')).toEqual([]);

  await page.getByRole('button', { name: 'Replace the master key…' }).click();
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('The rotation did not finish: the disk is full.');
  core.handle('vault.rotateKey', () => ({}));
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect(page.getByText('The master key was replaced.').first()).toBeVisible();
  await expect(dialog).toHaveCount(0);
  expect(core.inputsOf('vault.rotateKey')).toEqual([{}, {}]);
});

test('under a settings file everything is shown and nothing can be changed', async ({ page, core, open }) => {
  await open(snapshot(fleet(), { readOnlyFile: '/etc/rota/rota.yaml' }), AT);
  await expect(page.getByLabel('Port', { exact: true })).toHaveJSProperty('readOnly', true);
  await page.getByRole('switch').first().click({ force: true });
  await expect(page.getByRole('switch').first()).toBeChecked();
  await expect(page.getByRole('button', { name: /Import|Reset|Withdraw/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Export settings' })).toBeVisible();
  expect(core.inputsOf('settings.update')).toEqual([]);
});
