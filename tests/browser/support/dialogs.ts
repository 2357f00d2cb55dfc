import type { Page } from '@playwright/test';

/** Opens the dialog for a new account and chooses its kind. */
export async function chooseKind(page: Page, kind: string): Promise<void> {
  await page.getByRole('button', { name: 'Add account' }).click();
  await page.getByRole('dialog').getByRole('button', { name: kind }).click();
}
