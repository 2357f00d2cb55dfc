import type { Page } from '@playwright/test';
import { answerAccountCommands, answerLoginBegin, answerTerms } from './support/core-answers.ts';
import { type FixtureServer, Refusal } from './support/fixture-server.ts';
import { expect, test } from './support/rota-test.ts';
import { fleet, inOrder, snapshot, subscription } from './support/scenes.ts';

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

async function choose(page: Page, kind: string): Promise<void> {
  await page.getByRole('button', { name: 'Add account' }).click();
  await page.getByRole('dialog').getByRole('button', { name: kind }).click();
}

test('an API key is added with a name and a key, and told where it stands', async ({ page, core, open }) => {
  answerAccountCommands(core);
  await open();
  await choose(page, 'Anthropic API key');
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.getByLabel('Name').fill('Spare key');
  await page.getByLabel('Key', { exact: true }).fill('sk-ant-api03-not-a-real-key');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Account added' });
  await expect(dialog).toContainText('Spare key is ready to serve.');
  await expect(dialog).toContainText('It stands at place 5 of 5.');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect(core.inputsOf('accounts.addKey')).toEqual([
    { name: 'Spare key', key: 'sk-ant-api03-not-a-real-key' },
  ]);
});

test('another provider has an address and says which header carries the key', async ({
  page,
  core,
  open,
}) => {
  answerAccountCommands(core);
  await open();
  await choose(page, 'Another provider');
  await page.getByLabel('Name').fill('Third party');
  await page.getByLabel('Base URL').fill('https://llm.example.com/anthropic');
  await page.getByLabel('Key', { exact: true }).fill('not-a-real-key');
  await page.getByRole('radio', { name: 'x-api-key' }).check();
  await page.getByRole('button', { name: 'Add account' }).last().click();
  await expect(page.getByRole('dialog', { name: 'Account added' })).toBeVisible();
  expect(core.inputsOf('accounts.addKey')).toEqual([
    {
      name: 'Third party',
      key: 'not-a-real-key',
      baseUrl: 'https://llm.example.com/anthropic',
      authType: 'api_key',
    },
  ]);
});

test('a key that is refused keeps the form and says why', async ({ page, core, open }) => {
  core.handle('accounts.addKey', () => {
    throw new Refusal('name_taken', 'Another account is already called “Spare key”.');
  });
  await open();
  await choose(page, 'Anthropic API key');
  await page.getByLabel('Name').fill('Spare key');
  await page.getByLabel('Key', { exact: true }).fill('not-a-real-key');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('already called “Spare key”');
  await expect(page.getByLabel('Name')).toHaveValue('Spare key');
});

test('a subscription comes after the note on the vendor’s terms, and only with a decision', async ({
  page,
  core,
  open,
}) => {
  answerTerms(core, false);
  answerLoginBegin(core);
  await open();
  await choose(page, 'Claude subscription');
  await expect(page.getByText('Rota passes on what Claude Code sends and disguises nothing.')).toBeVisible();
  // Forced, because Playwright itself waits for ever on a button that says it is unavailable.
  await page.getByRole('button', { name: 'Continue' }).click({ force: true });
  expect(core.inputsOf('terms.accept')).toEqual([]);
  await page.getByRole('checkbox', { name: 'I have read this and it is my decision.' }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
  expect(core.inputsOf('terms.accept')).toHaveLength(1);
});

test('a setup token is a subscription credential and comes after the same note', async ({
  page,
  core,
  open,
}) => {
  answerTerms(core, false);
  await open();
  await choose(page, 'Setup token');
  await expect(page.getByText('Anthropic’s terms say')).toBeVisible();
  await expect(page.getByLabel('Token', { exact: true })).toHaveCount(0);
});

test('a pasted code ends the sign-in and names the account', async ({ page, core, open }) => {
  answerTerms(core, true);
  answerLoginBegin(core);
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
  await choose(page, 'Claude subscription');
  await expect(page.getByText('Time left: 9 min')).toBeVisible();

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

test('the sign-in page is a link to the provider that tells it nothing of this page', async ({
  page,
  core,
  open,
}) => {
  answerTerms(core, true);
  answerLoginBegin(core);
  await open();
  await choose(page, 'Claude subscription');
  const link = page.getByRole('link', { name: 'Open the sign-in page' });
  await expect(link).toHaveAttribute('href', 'https://claude.ai/oauth/authorize?code=true');
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', 'noreferrer');
});

test('a sign-in that ends in the browser is noticed without polling', async ({ page, core, open }) => {
  answerTerms(core, true);
  answerLoginBegin(core);
  await open();
  await choose(page, 'Claude subscription');
  await page.getByRole('radio', { name: 'By itself, in this browser' }).check();
  await expect(page.getByText('This window notices by itself.')).toBeVisible();
  await expect.poll(() => core.inputsOf('login.list').length).toBeGreaterThan(0);
  const loginId = `login-${core.inputsOf('login.begin').length}`;
  const asked = core.inputsOf('login.list').length;
  await page.waitForTimeout(2500);
  expect(core.inputsOf('login.list')).toHaveLength(asked);

  core.handle('login.list', () => ({
    logins: [
      {
        loginId,
        provider: 'anthropic',
        method: 'browser',
        askedFor: null,
        authorizationUrl: 'https://claude.ai/oauth/authorize?code=true',
        startedAt: core.snapshot.now,
        expiresAt: core.snapshot.now + 600_000,
        state: { kind: 'succeeded', signedIn },
      },
    ],
  }));
  addNewAccount(core);
  await expect(page.getByRole('dialog', { name: 'Account added' })).toBeVisible();
});

test('leaving the dialog cancels the sign-in', async ({ page, core, open }) => {
  answerTerms(core, true);
  answerLoginBegin(core);
  await open();
  await choose(page, 'Claude subscription');
  await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
  const loginId = `login-${core.inputsOf('login.begin').length}`;
  await page.keyboard.press('Escape');
  await expect.poll(() => core.inputsOf('login.cancel')).toContainEqual({ loginId });
});

test('who signs in as another than asked for is told, and may take the newcomer out again', async ({
  page,
  core,
  open,
}) => {
  answerAccountCommands(core);
  answerTerms(core, true);
  answerLoginBegin(core);
  core.handle('login.complete', () => {
    addNewAccount(core);
    return { ...signedIn, askedFor: 'old@mail.dev', otherThanAsked: true };
  });
  await open();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
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

test('a sign-in whose time is over offers to start again', async ({ page, core, open }) => {
  answerTerms(core, true);
  answerLoginBegin(core);
  await open(snapshot(fleet()));
  await choose(page, 'Claude subscription');
  await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
  const begun = core.inputsOf('login.begin').length;
  core.publish({ now: core.snapshot.now + 11 * 60_000 });
  await expect(page.getByRole('alert')).toContainText('The ten minutes for this sign-in are over');
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(page.getByRole('link', { name: 'Open the sign-in page' })).toBeVisible();
  expect(core.inputsOf('login.begin').length).toBeGreaterThan(begun);
});
