import { Refusal } from './support/fixture-server.ts';
import { answerCheckAndDoctor, answerClaudeCode, answerKeys, keyText } from './support/pages-connect.ts';
import { expect, test } from './support/rota-test.ts';
import { fleet, snapshot } from './support/scenes.ts';

const AT = { at: 'connect' };

test.beforeEach(({ core }) => {
  answerClaudeCode(core);
  answerCheckAndDoctor(core);
  answerKeys(core, []);
});

test('Claude Code is connected after the exact change was shown, and tried at once', async ({
  page,
  core,
  open,
}) => {
  await open(undefined, AT);
  await expect(page.getByText('Claude Code asks Anthropic directly.')).toBeVisible();
  await page.getByRole('button', { name: 'Connect Claude Code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Connect Claude Code' });
  await expect(dialog).toContainText('The change to /home/me/.claude/settings.json');
  await expect(dialog.locator('pre')).toContainText('added: "ANTHROPIC_BASE_URL": "http://127.0.0.1:9090"', {
    ignoreCase: true,
  });
  expect(core.inputsOf('claudeCode.connect')).toEqual([]);
  await dialog.getByRole('button', { name: 'Write it' }).click();
  await expect(dialog).toContainText('A Claude Code that is running takes it over within seconds.');
  expect(core.inputsOf('claudeCode.connect')).toEqual([
    { scope: 'user', keepSignIn: false, fingerprint: 'f1' },
  ]);
  await dialog.getByRole('button', { name: 'Send a test message' }).click();
  await expect(dialog).toContainText('work@studio.dev answered in 812 ms: “Hello from the other side.”');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Claude Code asks Rota.')).toBeVisible();
});

test('keeping the sign-in is explained and shows another change', async ({ page, core, open }) => {
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Connect Claude Code' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('pre')).toContainText('ANTHROPIC_AUTH_TOKEN');
  await expect(dialog).toContainText('it goes on showing the plan and the limits');
  await dialog.getByRole('switch', { name: 'Keep Claude Code’s own sign-in' }).click();
  await expect(dialog.locator('pre')).toContainText('ANTHROPIC_CUSTOM_HEADERS');
  await dialog.getByRole('button', { name: 'Write it' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Claude Code asks Rota and keeps its own sign-in.')).toBeVisible();
  expect(core.inputsOf('claudeCode.connect')).toMatchObject([{ keepSignIn: true }]);
});

test('one project is connected by its folder, for oneself', async ({ page, core, open }) => {
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Connect Claude Code' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'One project, only you' }).check();
  await expect(dialog).toContainText('Name the project’s folder to see the change.');
  await dialog.getByLabel('Project folder').fill('relative/path');
  await expect(dialog.getByRole('alert')).toContainText('The folder must be a whole path.');
  await dialog.getByLabel('Project folder').fill('/home/me/site');
  await expect(dialog).toContainText('The change to /home/me/site/.claude/settings.local.json');
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Write it' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('/home/me/site/.claude/settings.local.json')).toBeVisible();
  expect(core.inputsOf('claudeCode.connect')).toMatchObject([{ scope: 'local', folder: '/home/me/site' }]);
});

test('a shared file is warned about', async ({ page, open }) => {
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Connect Claude Code' }).click();
  await page.getByRole('radio', { name: 'One project, for all' }).check();
  await expect(page.getByRole('dialog')).toContainText('they would get your key');
});

test('a file that changed since is not written, and the new change is shown', async ({
  page,
  core,
  open,
}) => {
  core.handle('claudeCode.connect', () => {
    throw new Refusal('claude_settings_changed', 'The file was changed since. Look at the change again.');
  });
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Connect Claude Code' }).click();
  await page.getByRole('button', { name: 'Write it' }).click();
  await expect(page.getByRole('alert')).toContainText('The file was changed since.');
  await expect.poll(() => core.inputsOf('claudeCode.preview').length).toBe(2);
});

test('disconnecting shows what is taken out', async ({ page, core, open }) => {
  core.handle('claudeCode.status', () => ({
    files: [
      {
        scope: 'user',
        folder: null,
        file: '/home/me/.claude/settings.json',
        state: 'connected',
        baseUrl: core.snapshot.baseUrl,
        keepSignIn: false,
        problem: null,
      },
    ],
    environmentBaseUrl: null,
    claudeCodeVersion: null,
  }));
  await open(undefined, AT);
  await expect(page.getByRole('button', { name: 'Connect a project' })).toBeVisible();
  await page.getByRole('button', { name: 'Disconnect…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Disconnect Claude Code' });
  await expect(dialog.locator('pre')).toContainText('removed:');
  await dialog.getByRole('button', { name: 'Take it out' }).click();
  await expect(dialog).toContainText('Taken out.');
  expect(core.inputsOf('claudeCode.disconnect')).toEqual([{ scope: 'user', fingerprint: 'f2' }]);
});

test('an address in the environment, which wins over the file, is said', async ({ page, core, open }) => {
  answerClaudeCode(core, { environmentBaseUrl: 'https://gateway.example.com' });
  await open(undefined, AT);
  await expect(page.getByText('ANTHROPIC_BASE_URL is https://gateway.example.com')).toBeVisible();
});

test('a test message that fails says why', async ({ page, core, open }) => {
  core.handle('gateway.test', () => ({
    ok: false,
    status: 429,
    accountName: null,
    requestId: 'req_test',
    durationMs: 12,
    text: null,
    message: 'All accounts are resting; me@home.dev is back at 15:40.',
  }));
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Send a test message' }).click();
  await expect(
    page.getByText('Status 429 after 12 ms: All accounts are resting; me@home.dev is back at 15:40.'),
  ).toBeVisible();
});

test('nothing is sent before somebody asks for it', async ({ page, core, open }) => {
  await open(undefined, AT);
  await page.getByText('Claude Code asks Anthropic directly.').waitFor();
  expect(core.inputsOf('gateway.test')).toEqual([]);
  expect(core.inputsOf('doctor.run')).toEqual([]);
});

test('a key for a project is made, its lines are shown, and it is removed', async ({ page, core, open }) => {
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Add key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add key' });
  await dialog.getByLabel('Name').fill('studio-site');
  await dialog.getByRole('checkbox', { name: 'work@studio.dev' }).check();
  await dialog.getByRole('button', { name: 'Add key' }).click();
  await expect(page.getByRole('heading', { name: 'studio-site' })).toBeVisible();
  expect(core.inputsOf('keys.create')).toEqual([{ name: 'studio-site', accounts: ['work00000001'] }]);

  await page.getByRole('button', { name: 'More for the key studio-site' }).click();
  await page.getByRole('menuitem', { name: 'Show its lines' }).click();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText(`export ANTHROPIC_AUTH_TOKEN='${keyText('studio-site')}'`)).toBeVisible();

  await page.getByRole('button', { name: 'More for the key studio-site' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove key' }).click();
  await expect(page.getByRole('heading', { name: 'studio-site' })).toHaveCount(0);
  await expect(page.getByText(core.clientKey).first()).toBeVisible();
});

test('a key that is there already is not bound anew by adding one', async ({ page, core, open }) => {
  answerKeys(core, ['studio-site']);
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Add key' }).click();
  await page.getByLabel('Name').fill('studio-site');
  await page.getByRole('dialog').getByRole('checkbox').first().check();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('There is a key of this name already.');
  expect(core.inputsOf('keys.create')).toEqual([]);
});

test('the client key is covered until it is shown, and copied whole all the same', async ({
  page,
  core,
  open,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(snapshot(fleet()), AT);
  await expect(page.getByText("export ANTHROPIC_BASE_URL='http://127.0.0.1:9090'")).toBeVisible();
  expect(await page.content()).not.toContain(core.clientKey);

  await page.getByRole('button', { name: 'Copy: Ready lines' }).click();
  await expect(page.getByText('Copied').first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `export ANTHROPIC_BASE_URL='http://127.0.0.1:9090'\nexport ANTHROPIC_AUTH_TOKEN='${core.clientKey}'`,
  );
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText(core.clientKey, { exact: true })).toBeVisible();
  await page.getByRole('radio', { name: 'PowerShell' }).check();
  await expect(page.getByText(`$env:ANTHROPIC_AUTH_TOKEN = '${core.clientKey}'`)).toBeVisible();
  await page.getByRole('radio', { name: 'VS Code' }).check();
  await expect(page.getByText('"claudeCode.environmentVariables"')).toBeVisible();
});

test('lines for a repository never hold the key', async ({ page, core, open }) => {
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByRole('radio', { name: 'GitHub Actions' }).check();
  const lines = page.locator('pre').last();
  await expect(lines).toContainText('secrets.ROTA_CLIENT_KEY');
  await expect(lines).not.toContainText(core.clientKey);
});

test('what Claude Code does differently behind Rota is told, for the way in which it is connected', async ({
  page,
  open,
}) => {
  await open(undefined, AT);
  const behind = page.locator('section').filter({ hasText: 'Claude Code behind Rota' });
  await expect(behind).toContainText('Remote Control refuses to start.');
  await expect(behind).toContainText('instead of your plan. (with Rota’s key in its settings)');
  await expect(behind).toContainText('it must stay signed in. (with its own sign-in kept)');
  await page.getByRole('button', { name: 'Connect Claude Code' }).click();
  await page.getByRole('button', { name: 'Write it' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(behind).not.toContainText('it must stay signed in');
  await expect(behind).toContainText('instead of your plan.');
});

test('the doctor says what it found, what is broken first, and what to do', async ({ page, open }) => {
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Look for problems' }).click();
  await expect(page.getByText('1 thing is broken, 1 needs a look.')).toBeVisible();
  const checks = page.locator('section').last().getByRole('listitem');
  await expect(checks).toHaveCount(5);
  await expect(checks.nth(0)).toContainText('old@mail.dev: Broken.');
  await expect(checks.nth(0)).toContainText('Sign in again on the accounts page.');
  await expect(checks.nth(1)).toContainText('Clock: Needs a look.');
});

test('a doctor that cannot look says why', async ({ page, core, open }) => {
  core.handle('doctor.run', () => {
    throw new Refusal('shutting_down', 'Rota is stopping.');
  });
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Look for problems' }).click();
  await expect(page.getByRole('alert')).toContainText('Rota is stopping.');
});
