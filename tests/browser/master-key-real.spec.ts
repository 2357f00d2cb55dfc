import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ScratchFolder } from '../support/scratch-folder.ts';
import { startFolderCore } from './support/demo-core.ts';

test('the real core puts its store under a new master key from the settings page, and keeps what is in it', async ({
  page,
}) => {
  using folder = new ScratchFolder();
  const masterKey = () => readFile(join(folder.path, 'master.key'), 'utf8');
  const clientKey = async () => {
    await page.getByRole('link', { name: 'Connect', exact: true }).click();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    return page.locator('dd code').nth(1).innerText();
  };

  let core = await startFolderCore(folder.path);
  try {
    await page.goto(core.link);
    const before = { masterKey: await masterKey(), clientKey: await clientKey() };
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('button', { name: 'Replace the master key…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click();
    await expect(page.getByText('The master key was replaced.').first()).toBeVisible();
    const after = await masterKey();
    expect(after).not.toBe(before.masterKey);
    expect(after.trim().split('\n')).toHaveLength(1);
    expect(await clientKey()).toBe(before.clientKey);

    // Only the new key is left to open the store with.
    await core.stop();
    core = await startFolderCore(folder.path);
    await page.goto(core.link);
    expect(await clientKey()).toBe(before.clientKey);
    expect(await masterKey()).toBe(after);
  } finally {
    await core.stop();
  }
});
