import { Refusal } from './support/fixture-server.ts';
import { answerRequests, everydayRequests, manyRequests, request } from './support/pages-requests.ts';
import { expect, expectAccessible, test } from './support/rota-test.ts';
import { fleet, NOW, snapshot } from './support/scenes.ts';

const AT = { at: 'activity' };
const lines = 'main ol[aria-label="Requests"] > li';

test('each request stands on one line, the newest first', async ({ page, core, open }) => {
  answerRequests(core, everydayRequests());
  await open(undefined, AT);
  await expect(page.locator(lines)).toHaveCount(7);
  const first = page.locator(lines).first();
  await expect(first).toContainText('15:17:52');
  await expect(first).toContainText('sonnet-4-5');
  await expect(first).toContainText('work@studio.dev');
  await expect(first).toContainText('12.4 s');
  await expect(first).toContainText('86.7K · 1.2K');
  await expect(page.locator(lines).getByText('Switched')).toHaveCount(1);
  await expect(page.locator(lines).nth(2)).toContainText('Not served');
  await expect(page.locator(lines).nth(3)).toContainText('Error 400');
});

test('a line that is opened tells its story: who was asked and why, who was not, and how it ended', async ({
  page,
  core,
  open,
}) => {
  answerRequests(core, everydayRequests());
  await open(undefined, AT);
  await page.getByRole('button', { name: /opus-5-5/ }).click();
  const story = page.locator(lines).nth(1);
  await expect(story).toContainText(
    'Answered by work@studio.dev: the first words after 1.0 s, all of it after 34.9 s.',
  );
  await expect(story).toContainText('me@home.dev Number 2 in your order. It refused: a limit is used up');
  await expect(story).toContainText('status 429 · 210 ms');
  await expect(story).toContainText('old@mail.dev The provider ended this sign-in.');
  await expect(story).toContainText('req_switched');
  await expect(story).toContainText('412 in, 1,204 out, 84,210 read from the cache, 2,048 written to it');
  await page.keyboard.press('Enter');
  await expect(story).not.toContainText('req_switched');
});

test('every kind of end has a sentence', async ({ page, core, open }) => {
  answerRequests(core, everydayRequests());
  await open(undefined, AT);
  const sentences = {
    2: 'No account could serve it, so Rota answered with status 502.',
    3: 'The answer of work@studio.dev, status 400, was passed on as it came.',
    4: 'The client ended it after 4.3 s. The stream ended without its last event',
    5: 'The answer of work@studio.dev broke off after 1 min 01 s.',
    6: 'Answered by API key · Studio after 121 ms.',
  };
  for (const [index, sentence] of Object.entries(sentences)) {
    const line = page.locator(lines).nth(Number(index));
    await line.getByRole('button').first().click();
    await expect(line).toContainText(sentence);
  }
});

test('new requests come by themselves, and only what is new is asked for', async ({ page, core, open }) => {
  const answers = answerRequests(core, everydayRequests());
  await open(undefined, AT);
  await expect(page.locator(lines)).toHaveCount(7);
  answers.finish(request('req_fresh', { model: 'claude-haiku-4-5' }));
  await expect(page.locator(lines).first()).toContainText('haiku-4-5');
  await expect(page.locator(lines)).toHaveCount(8);
  const limits = core.inputsOf('requests.recent').map(({ limit }) => Number(limit));
  expect(limits.slice(0, 2)).toEqual([500, 21]);
});

test('while many requests end, it asks at most once a second', async ({ page, core, open }) => {
  const answers = answerRequests(core, everydayRequests());
  await open(undefined, AT);
  await expect(page.locator(lines)).toHaveCount(7);
  const before = core.inputsOf('requests.recent').length;
  for (let index = 0; index < 25; index++) {
    answers.finish(request(`req_fresh_${index}`));
    await page.waitForTimeout(100);
  }
  await expect(page.locator(lines)).toHaveCount(32);
  expect(core.inputsOf('requests.recent').length - before).toBeLessThanOrEqual(4);
});

test('nothing moves under the pointer: what is new waits behind a button', async ({ page, core, open }) => {
  const answers = answerRequests(core, everydayRequests());
  await open(undefined, AT);
  await page.locator(lines).nth(2).hover();
  answers.finish(request('req_a'), request('req_b'));
  await expect(page.getByRole('button', { name: '2 new' })).toBeVisible();
  await expect(page.locator(lines)).toHaveCount(7);
  await expect(page.locator(lines).nth(2)).toContainText('Not served');
  await page.getByRole('button', { name: '2 new' }).click();
  await expect(page.locator(lines)).toHaveCount(9);
  await expect(page.getByRole('button', { name: /new$/ })).toHaveCount(0);
});

test('an open story stays where it is, and the list goes on when it is closed and left', async ({
  page,
  core,
  open,
}) => {
  const answers = answerRequests(core, everydayRequests());
  await open(undefined, AT);
  await page.locator(lines).nth(1).getByRole('button').click();
  await page.mouse.move(5, 5);
  answers.finish(request('req_a'));
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  await expect(page.locator(lines)).toHaveCount(7);
  await page.locator(lines).nth(1).getByRole('button').first().click();
  await page.mouse.move(5, 5);
  await expect(page.locator(lines)).toHaveCount(8);
});

test('it shows those of one account, those that failed, and those that were switched', async ({
  page,
  core,
  open,
}) => {
  answerRequests(core, everydayRequests());
  await open(undefined, AT);
  await page.getByLabel('Which requests').selectOption({ label: 'Only failed' });
  await expect(page.locator(lines)).toHaveCount(3);
  await page.getByLabel('Account').selectOption({ label: 'API key · Studio' });
  await expect(page.locator(lines)).toHaveCount(1);
  await page.getByLabel('Account').selectOption({ label: 'old@mail.dev' });
  await expect(page.getByRole('heading', { name: 'Nothing of that kind' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all requests' }).click();
  await page.getByLabel('Which requests').selectOption({ label: 'Only switched' });
  await expect(page.locator(lines)).toHaveCount(1);
});

test('before the first request it says what will be here and where to begin', async ({
  page,
  core,
  open,
}) => {
  answerRequests(core, []);
  await open(snapshot(fleet()), AT);
  await expect(page.getByRole('heading', { name: 'No requests yet' })).toBeVisible();
  await page.getByRole('link', { name: 'Connect Claude Code' }).click();
  await expect(page.getByRole('heading', { name: 'Connect', exact: true })).toBeVisible();
});

test('a request of an account that is gone is shown all the same', async ({ page, core, open }) => {
  answerRequests(core, [request('req_old', { accountId: 'gone', attempts: [] })]);
  await open(undefined, AT);
  await expect(page.locator(lines)).toContainText('removed account');
});

test('a request that is no longer among the latest is found by its id, or by the line that holds it', async ({
  page,
  core,
  open,
}) => {
  const old = request('4f0c12ab9e-1f', { startedAt: NOW - 9 * 86_400_000, model: 'claude-opus-4-1' });
  answerRequests(core, everydayRequests(), [old]);
  await open(undefined, AT);
  await expect(page.locator(lines)).toHaveCount(7);
  await page.getByLabel('Request id', { exact: true }).fill('x-rota-request: 4f0c12ab9e-1f');
  await page.keyboard.press('Enter');
  await expect(page.locator(lines)).toHaveCount(1);
  await expect(page.locator(lines)).toContainText('opus-4-1');
  await expect(page.locator(lines)).toContainText('Answered by work@studio.dev');
  await expect(page.getByText('The request with this id:').first()).toBeVisible();
  await expectAccessible(page);
  expect(core.inputsOf('requests.find')).toEqual([{ id: '4f0c12ab9e-1f' }]);

  await page.getByRole('button', { name: 'Back to the latest' }).click();
  await expect(page.locator(lines)).toHaveCount(7);
  await page.getByLabel('Request id', { exact: true }).fill('req_broken');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.locator(lines)).toHaveCount(1);
  await expect(page.locator(lines)).toContainText('broke off after 1 min 01 s');
});

test('an id that is missing, malformed or unknown gets a sentence of its own', async ({
  page,
  core,
  open,
}) => {
  answerRequests(core, everydayRequests());
  await open(undefined, AT);
  const find = async (id: string) => {
    await page.getByLabel('Request id', { exact: true }).fill(id);
    await page.keyboard.press('Enter');
    return page.getByRole('alert');
  };
  await expect(await find('  ')).toContainText('Paste the id of a request');
  await expect(await find('req newest')).toContainText('This is no request id.');
  await expect(await find(`${'a'.repeat(101)}`)).toContainText('This is no request id.');
  expect(core.inputsOf('requests.find')).toEqual([]);
  await expect(await find('4f0c12ab9e-zz')).toContainText('Rota knows no request by this id.');
  await expect(page.locator(lines)).toHaveCount(7);
  await expectAccessible(page);

  core.publish({ notices: [{ kind: 'history-unavailable', at: NOW, code: 'ENOSPC' }] });
  await expect(await find('4f0c12ab9e-zy')).toContainText('the usage history cannot be read at present');
  core.handle('requests.find', () => {
    throw new Refusal('internal_error', 'The core stumbled.');
  });
  await expect(await find('4f0c12ab9e-zx')).toHaveText('The core stumbled.');
  await page.getByLabel('Request id', { exact: true }).fill('4');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a line is opened by keyboard', async ({ page, core, open }) => {
  answerRequests(core, everydayRequests());
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Find' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator(lines).first()).toContainText('req_newest');
});

test('with five hundred lines only those in sight are laid out, and one that opens or comes draws no other again', async ({
  page,
  core,
  open,
}) => {
  const answers = answerRequests(core, manyRequests(500));
  await open(undefined, AT);
  await expect(page.locator(lines)).toHaveCount(500);
  await expect(page.locator(lines).last()).toHaveCSS('content-visibility', 'auto');

  await page.evaluate((selector) => {
    const list = document.querySelector(selector)?.parentElement;
    const touched = new Set<Node>();
    Object.assign(window, { touched });
    new MutationObserver((records) => {
      for (const { target } of records)
        touched.add(target instanceof Element ? (target.closest(selector) ?? target) : target);
    }).observe(list as Node, { subtree: true, childList: true, attributes: true, characterData: true });
  }, lines);
  const touched = () => page.evaluate(() => (window as unknown as { touched: Set<Node> }).touched.size);

  await page.locator(lines).nth(480).getByRole('button').click();
  await expect(page.locator(lines).nth(480)).toContainText('Answered by');
  expect(await touched()).toBe(1);
  await page.locator(lines).nth(480).getByRole('button').first().click();
  await page.evaluate(() => scrollTo(0, 0));
  await page.mouse.move(5, 5);
  answers.finish(request('req_fresh', { model: 'claude-haiku-4-5' }));
  await expect(page.locator(lines).first()).toContainText('haiku-4-5');
  // The line that was opened and closed, and the list itself, which got one and lost one.
  expect(await touched()).toBe(2);
});
