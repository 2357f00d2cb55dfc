import { answerAccountCommands, answerClaudeCodeStatus, answerShell } from './support/core-answers.ts';
import { expect, test } from './support/rota-test.ts';
import { fleet, snapshot } from './support/scenes.ts';

const answered = {
  ok: true,
  status: 200,
  accountName: 'work@studio.dev',
  requestId: 'req-1',
  durationMs: 640.2,
  text: 'Hello.',
  message: null,
};

test('three steps lead from nothing to an answer', async ({ page, core, open }) => {
  answerAccountCommands(core);
  core.handle('gateway.test', () => answered);
  await open(snapshot([]));
  const setup = page.getByRole('region', { name: 'Set up Rota' });
  await expect(setup.getByRole('button', { name: 'Send' })).toHaveCount(0);
  await setup.getByRole('button', { name: 'Add account' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Anthropic API key' }).click();
  await page.getByLabel('Name').fill('Studio');
  await page.getByLabel('Key', { exact: true }).fill('sk-ant-api03-not-a-real-key');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(setup).toContainText('Studio is there.');

  answerClaudeCodeStatus(core, 'connected');
  await expect(setup.getByRole('link', { name: 'Show me the change' })).toHaveAttribute('href', '#/connect');
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(setup).toContainText('Claude Code points at Rota.');

  await setup.getByRole('button', { name: 'Send' }).click();
  await expect(setup).toContainText('work@studio.dev answered in 640 ms: “Hello.”');
  await expect(setup.getByRole('status')).toHaveText('All set. Claude Code now runs on your accounts.');
  await setup.getByRole('button', { name: 'Finish' }).click();
  await expect(setup).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Studio' })).toBeVisible();
  await expect(setup).toHaveCount(0);
});

test('it is skipped for good, and the page without accounts stays', async ({ page, open }) => {
  await open(snapshot([]));
  await page.getByRole('button', { name: 'Skip', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No accounts yet' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'No accounts yet' })).toBeVisible();
});

test('whoever leaves it finds it again, with what is done', async ({ page, core, open }) => {
  await open(snapshot([]));
  await expect(page.getByRole('region', { name: 'Set up Rota' })).toBeVisible();
  core.publish({ accounts: fleet() });
  await page.reload();
  await expect(page.getByRole('region', { name: 'Set up Rota' })).toContainText('work@studio.dev is there.');
});

test('it does not come to somebody who has accounts, nor under a settings file', async ({ page, open }) => {
  await open(snapshot(fleet()));
  await expect(page.getByRole('region', { name: 'Set up Rota' })).toHaveCount(0);
  await open(snapshot([], { readOnlyFile: '/etc/rota/rota.yaml' }));
  await expect(page.getByText('The settings file /etc/rota/rota.yaml names no accounts.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Set up Rota' })).toHaveCount(0);
});

test('simulated accounts are a button in the app, and a command elsewhere', async ({ page, core, open }) => {
  await open(snapshot([]));
  await expect(page.getByText('npx rota start --demo')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try simulated accounts' })).toHaveCount(0);

  answerShell(core, 'app');
  await page.reload();
  await page.getByRole('button', { name: 'Try simulated accounts' }).click();
  await expect.poll(() => core.inputsOf('shell.startDemo')).toHaveLength(1);
});

test('a test message that fails says why, and may be sent again', async ({ page, core, open }) => {
  await page.addInitScript(() => localStorage.setItem('rota.first-run', 'begun'));
  core.handle('gateway.test', () => ({
    ...answered,
    ok: false,
    status: 429,
    accountName: null,
    text: null,
    message: 'All accounts are resting; work@studio.dev is back at 16:40.',
  }));
  await open(snapshot(fleet()));
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('alert')).toContainText('work@studio.dev is back at 16:40');
  await expect(page.getByRole('button', { name: 'Send again' })).toBeVisible();
});
