import { answerAccountCommands, answerTerms } from './support/core-answers.ts';
import { chooseKind } from './support/dialogs.ts';
import { Refusal } from './support/fixture-server.ts';
import { expect, test } from './support/rota-test.ts';
import { account, after, inOrder } from './support/scenes.ts';

test.describe('a key', () => {
  test('is tried first, then added with its name, and told where it stands', async ({ page, core, open }) => {
    answerAccountCommands(core);
    await open();
    await chooseKind(page, 'Anthropic API key');
    await expect(page.getByLabel('Name')).toBeFocused();
    await page.getByLabel('Name').fill('Spare key');
    await page.getByLabel('Key', { exact: true }).fill('sk-ant-api03-not-a-real-key');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Account added' });
    await expect(dialog).toContainText('Spare key is ready to serve.');
    await expect(dialog).toContainText('It stands at place 5 of 5.');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    expect(core.inputsOf('accounts.testKey')).toEqual([{ key: 'sk-ant-api03-not-a-real-key' }]);
    expect(core.inputsOf('accounts.addKey')).toEqual([
      { name: 'Spare key', key: 'sk-ant-api03-not-a-real-key' },
    ]);
  });

  for (const [result, status, words] of [
    ['refused', 401, 'The provider refuses this key (status 401).'],
    ['unclear', 404, 'The provider answered with status 404, which says neither yes nor no.'],
    ['unreachable', null, 'Nobody answers at this address.'],
  ] as const)
    test(`that is ${result} is not added before a second word`, async ({ page, core, open }) => {
      answerAccountCommands(core);
      core.handle('accounts.testKey', () => ({ result, status, durationMs: 90 }));
      await open();
      await chooseKind(page, 'Anthropic API key');
      await page.getByLabel('Name').fill('Spare key');
      await page.getByLabel('Key', { exact: true }).fill('not-a-real-key');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('alert')).toContainText(words);
      expect(core.inputsOf('accounts.addKey')).toEqual([]);
      await page.getByRole('button', { name: 'Add anyway' }).click();
      await expect(page.getByRole('dialog', { name: 'Account added' })).toBeVisible();
    });

  test('that was changed after its test is tested anew', async ({ page, core, open }) => {
    answerAccountCommands(core);
    core.handle('accounts.testKey', ({ key }) => ({
      result: key === 'right' ? 'accepted' : 'refused',
      status: key === 'right' ? 200 : 401,
      durationMs: 90,
    }));
    await open();
    await chooseKind(page, 'Anthropic API key');
    await page.getByLabel('Name').fill('Spare key');
    await page.getByLabel('Key', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Test again' })).toBeVisible();
    await page.getByLabel('Key', { exact: true }).fill('right');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Account added' })).toBeVisible();
  });

  test('whose name is taken keeps the form and says why', async ({ page, core, open }) => {
    answerAccountCommands(core);
    core.handle('accounts.addKey', () => {
      throw new Refusal('name_taken', 'Another account is already called “Spare key”.');
    });
    await open();
    await chooseKind(page, 'Anthropic API key');
    await page.getByLabel('Name').fill('Spare key');
    await page.getByLabel('Key', { exact: true }).fill('not-a-real-key');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('already called “Spare key”');
    await expect(page.getByLabel('Name')).toHaveValue('Spare key');
  });

  test('of a known provider needs nothing but itself', async ({ page, core, open }) => {
    answerAccountCommands(core);
    await open();
    await chooseKind(page, 'Another provider');
    await page.getByRole('radio', { name: 'DeepSeek' }).check();
    await expect(page.getByText('https://api.deepseek.com/anthropic')).toBeVisible();
    await expect(page.getByText('Check the address on the provider’s own page')).toBeVisible();
    await expect(page.getByLabel('Name')).toHaveValue('DeepSeek');
    await page.getByLabel('Key', { exact: true }).fill('not-a-real-key');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Account added' })).toBeVisible();
    expect(core.inputsOf('accounts.addKey')).toEqual([
      {
        name: 'DeepSeek',
        key: 'not-a-real-key',
        baseUrl: 'https://api.deepseek.com/anthropic',
        authType: 'api_key',
      },
    ]);
  });

  test('of any other provider comes with an address and the header that carries it', async ({
    page,
    core,
    open,
  }) => {
    answerAccountCommands(core);
    await open();
    await chooseKind(page, 'Another provider');
    await page.getByRole('radio', { name: 'By address' }).check();
    await page.getByLabel('Base URL').fill('https://llm.example.com/anthropic');
    await page.getByRole('radio', { name: 'x-api-key' }).check();
    await page.getByLabel('Name').fill('Third party');
    await page.getByLabel('Key', { exact: true }).fill('not-a-real-key');
    await page.getByRole('button', { name: 'Add account' }).last().click();
    await expect(page.getByRole('dialog', { name: 'Account added' })).toBeVisible();
    const at = { baseUrl: 'https://llm.example.com/anthropic', authType: 'api_key' };
    expect(core.inputsOf('accounts.testKey')).toEqual([{ key: 'not-a-real-key', ...at }]);
    expect(core.inputsOf('accounts.addKey')).toEqual([{ name: 'Third party', key: 'not-a-real-key', ...at }]);
  });

  test('that is a setup token comes after the note on the terms, and says when it ends', async ({
    page,
    core,
    open,
  }) => {
    answerAccountCommands(core);
    answerTerms(core, false);
    core.handle('accounts.addKey', ({ name }) => {
      const token = account('token0000005', {
        name,
        kind: 'setup-token',
        tokenExpiresAt: after(365, 0, 0),
      });
      core.publish({ accounts: inOrder([...core.snapshot.accounts, token]) });
      return { accountId: token.id, name };
    });
    await open();
    await chooseKind(page, 'Setup token');
    await expect(page.getByText('Anthropic’s terms say')).toBeVisible();
    await expect(page.getByLabel('Token', { exact: true })).toHaveCount(0);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name').fill('CI');
    await page.getByLabel('Token', { exact: true }).fill('sk-ant-oat01-not-a-real-token');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toContainText(
      'The token ends on Nov 26, 2027; Rota cannot renew it.',
    );
  });
});
