import type { Page } from '@playwright/test';
import { answerAccountCommands, answerLogins, answerShell, answerTerms } from './support/core-answers.ts';
import { chooseKind } from './support/dialogs.ts';
import { type FixtureServer, Refusal } from './support/fixture-server.ts';
import { expect, test } from './support/rota-test.ts';
import { inOrder, subscription } from './support/scenes.ts';

const NEW_EMAIL = 'new@studio.dev';

const signedIn = {
  accountId: 'new000000005',
  askedFor: null,
  signedInAs: NEW_EMAIL,
  otherThanAsked: false,
  renewed: false,
  expiresAt: null,
};

function addNewAccount(core: FixtureServer): void {
  const accounts = [...core.snapshot.accounts, subscription(signedIn.accountId, NEW_EMAIL, 'max_5x')];
  core.publish({ accounts: inOrder(accounts) });
}

const paste = (page: Page) => page.getByRole('radio', { name: 'Paste a code' }).check();

test.describe('a subscription', () => {
  test.beforeEach(({ core }) => {
    answerTerms(core, true);
  });

  test('comes after the note on the vendor’s terms, and only with a decision', async ({
    page,
    core,
    open,
  }) => {
    answerTerms(core, false);
    answerLogins(core);
    await open();
    await chooseKind(page, 'Claude subscription');
    await expect(
      page.getByText('Rota passes on what Claude Code sends and disguises nothing.'),
    ).toBeVisible();
    // Forced, because Playwright itself waits for ever on a button that says it is unavailable.
    await page.getByRole('button', { name: 'Continue' }).click({ force: true });
    expect(core.inputsOf('terms.accept')).toEqual([]);
    await page.getByRole('checkbox', { name: 'I have read this and it is my decision.' }).check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
    expect(core.inputsOf('terms.accept')).toHaveLength(1);
  });

  test('is signed in to by a pasted code, which names the account', async ({ page, core, open }) => {
    answerLogins(core);
    core.handle('login.complete', ({ code }) => {
      if (code !== 'code#state')
        throw new Refusal(
          'authorization_input_not_recognised',
          'This is no code and no address of the sign-in page.',
        );
      addNewAccount(core);
      return signedIn;
    });
    await open();
    await chooseKind(page, 'Claude subscription');
    await paste(page);
    await expect(page.getByRole('dialog').getByText('Time left: 9 min')).toBeVisible();

    await page.getByLabel('Code', { exact: true }).fill('nonsense');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('This is no code');

    await page.getByLabel('Code', { exact: true }).fill('code#state');
    await page.getByRole('button', { name: 'Finish' }).click();
    await expect(page.getByRole('dialog', { name: 'Account added' })).toContainText(
      `${NEW_EMAIL} is ready to serve.`,
    );
    await expect(page.getByRole('dialog')).toContainText('place 5 of 5');
  });

  test('has a sign-in page that is told nothing of this one', async ({ page, core, open }) => {
    answerLogins(core);
    await open();
    await chooseKind(page, 'Claude subscription');
    const link = page.getByRole('link', { name: 'Open the sign-in page' });
    await expect(link).toHaveAttribute('href', /^https:\/\/claude\.ai\/oauth\/authorize\?code=true/);
    await expect(link).toHaveAttribute('target', '_blank');
    await expect(link).toHaveAttribute('rel', 'noreferrer');
  });

  test('shows the address for a phone as a QR code, on request', async ({ page, core, open }) => {
    answerLogins(core);
    await open();
    await chooseKind(page, 'Claude subscription');
    await paste(page);
    await expect(page.getByRole('img')).toHaveCount(0);
    await page.getByRole('button', { name: 'Show it for a phone' }).click();
    await expect(page.getByRole('img', { name: 'QR code of the sign-in page’s address' })).toBeVisible();
  });

  test('offers only what the shell can do, the best first', async ({ page, core, open }) => {
    answerLogins(core);
    await open();
    await chooseKind(page, 'Claude subscription');
    await expect(page.getByRole('dialog').getByRole('radio')).toHaveCount(2);
    await expect(page.getByRole('radio', { name: 'In your browser' })).toBeChecked();
    expect(core.inputsOf('login.begin')).toEqual([{ method: 'browser' }]);
  });

  test('begins in Rota’s own window in the app, one click away from the other ways', async ({
    page,
    core,
    open,
  }) => {
    answerShell(core, 'app');
    answerLogins(core);
    await open();
    await chooseKind(page, 'Claude subscription');
    await expect(page.getByText('A window with the sign-in page is open.')).toBeVisible();
    await page.getByRole('radio', { name: 'In your browser' }).check();
    await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
    expect(core.inputsOf('login.switchMethod')).toEqual([{ loginId: 'login-1', method: 'browser' }]);
  });

  test('says so when the provider refuses the window and Rota goes on in the browser', async ({
    page,
    core,
    open,
  }) => {
    answerShell(core, 'app');
    const logins = answerLogins(core);
    await open();
    await chooseKind(page, 'Claude subscription');
    await expect(page.getByText('A window with the sign-in page is open.')).toBeVisible();
    logins.change(logins.latest(), { method: 'browser' });
    await expect(page.getByRole('alert')).toContainText('so Rota goes on in your browser');
    await expect(page.getByRole('radio', { name: 'In your browser' })).toBeChecked();
  });

  test('that ends in the browser is noticed without polling', async ({ page, core, open }) => {
    const logins = answerLogins(core);
    await open();
    await chooseKind(page, 'Claude subscription');
    await expect(page.getByText('This window notices by itself.')).toBeVisible();
    await expect.poll(() => core.inputsOf('login.find').length).toBeGreaterThan(0);
    const asked = core.inputsOf('login.find').length;
    await page.waitForTimeout(2500);
    expect(core.inputsOf('login.find')).toHaveLength(asked);

    logins.change(logins.latest(), { state: { kind: 'succeeded', signedIn } });
    addNewAccount(core);
    await expect(page.getByRole('dialog', { name: 'Account added' })).toBeVisible();
  });

  test('that is left waits on the page, and is gone on with from there', async ({ page, core, open }) => {
    answerLogins(core);
    await open();
    await chooseKind(page, 'Claude subscription');
    await paste(page);
    await expect(page.getByLabel('Code', { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('A sign-in waits for you. Time left: 9 min')).toBeVisible();
    await page.reload();
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page.getByLabel('Code', { exact: true })).toBeVisible();
    expect(core.inputsOf('login.begin')).toHaveLength(1);
  });

  test('is begun once: choosing it again goes on with the one that waits', async ({ page, core, open }) => {
    answerLogins(core);
    await open();
    await chooseKind(page, 'Claude subscription');
    await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
    await page.keyboard.press('Escape');
    await chooseKind(page, 'Claude subscription');
    await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
    expect(core.inputsOf('login.begin')).toHaveLength(1);
  });

  test('is given up by a button, in the dialog and on the page', async ({ page, core, open }) => {
    answerLogins(core);
    await open();
    await chooseKind(page, 'Claude subscription');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel sign-in' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByText('A sign-in waits')).toHaveCount(0);

    await chooseKind(page, 'Claude subscription');
    await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Cancel sign-in' }).click();
    await expect(page.getByText('A sign-in waits')).toHaveCount(0);
    expect(core.inputsOf('login.cancel')).toEqual([{ loginId: 'login-1' }, { loginId: 'login-2' }]);
  });

  test('whose time is over offers to start again', async ({ page, core, open }) => {
    answerLogins(core);
    await open();
    await chooseKind(page, 'Claude subscription');
    await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
    core.publish({ now: core.snapshot.now + 11 * 60_000 });
    await expect(page.getByRole('alert')).toContainText('The ten minutes for this sign-in are over');
    await page.getByRole('button', { name: 'Start again' }).click();
    await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
    expect(core.inputsOf('login.begin')).toHaveLength(2);
  });

  test('whose person signs in as another than asked for is told, and may take the newcomer out again', async ({
    page,
    core,
    open,
  }) => {
    answerAccountCommands(core);
    answerLogins(core);
    core.handle('login.complete', () => {
      addNewAccount(core);
      return { ...signedIn, askedFor: 'old@mail.dev', otherThanAsked: true };
    });
    await open();
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await paste(page);
    await page.getByLabel('Code', { exact: true }).fill('code#state');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toHaveText(
      `You signed in as ${NEW_EMAIL}, not as old@mail.dev. It is listed under its own name.`,
    );
    await page.getByRole('button', { name: `Remove ${NEW_EMAIL}` }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(core.inputsOf('accounts.remove')).toEqual([{ accounts: [signedIn.accountId] }]);
    expect(core.inputsOf('login.begin').at(-1)).toMatchObject({ accountEmail: 'old@mail.dev' });
  });
});
