import { readFile } from 'node:fs/promises';
import { answerUsage } from './support/pages-usage.ts';
import { expect, test } from './support/rota-test.ts';
import { fleet, NOW, snapshot } from './support/scenes.ts';

const AT = { at: 'usage' };
const DAY_MS = 86_400_000;

test.beforeEach(({ core }) => answerUsage(core));

test('the last seven days are summed up, as a chart and as a table', async ({ page, core, open }) => {
  await open(undefined, AT);
  await expect(page.getByRole('img', { name: 'Tokens by day and Account.' })).toBeVisible();
  await expect(page.locator('canvas')).toBeVisible();
  const table = page.getByRole('table', { name: 'Usage by Account' });
  await expect(table.getByRole('row')).toHaveCount(5);
  await expect(table.getByRole('rowheader', { name: 'work@studio.dev' })).toBeVisible();
  const [asked] = core.inputsOf('usage.report');
  expect(asked).toMatchObject({ by: 'day,account' });
  // Local midnight six days ago: Berlin is an hour ahead of UTC in November.
  expect(Number(asked?.since)).toBe(Date.UTC(2026, 10, 19, 23));
});

test('the sums of the table are those of its lines and of the head', async ({ page, open }) => {
  await open(undefined, AT);
  const column = (index: number) =>
    page.locator('table').first().locator(`tbody tr td:nth-of-type(${index})`).allInnerTexts();
  await page.locator('table').first().waitFor();
  const requests = (await column(1)).map(Number).reduce((sum, count) => sum + count, 0);
  await expect(page.locator('table').first().locator('tfoot td').first()).toHaveText(String(requests));
  await expect(page.locator('main dl dd').first()).toHaveText(String(requests));
});

test('the chart is drawn: bars in the colours of the legend, in both themes', async ({ page, open }) => {
  await open(undefined, AT);
  await page.locator('canvas').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect
      .poll(() =>
        page.evaluate(() => {
          const swatch = document.querySelector('[data-series="0"]');
          const canvas = document.querySelector('canvas');
          const context = canvas?.getContext('2d');
          if (!swatch || !canvas || !context) return 0;
          const wanted = getComputedStyle(swatch).backgroundColor.match(/\d+/g)?.slice(0, 3).join();
          const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
          let found = 0;
          for (let at = 0; at < data.length; at += 4)
            if (`${data[at]},${data[at + 1]},${data[at + 2]}` === wanted) found++;
          return found;
        }),
      )
      .toBeGreaterThan(500);
  }
});

test('the numbers beside the names are those of the day under the pointer', async ({ page, open }) => {
  await open(undefined, AT);
  const legend = page.locator('figcaption');
  await expect(legend).toContainText('The whole time');
  const box = await page.locator('canvas').boundingBox();
  if (box === null) throw new Error('the chart has no place on the page');
  await page.mouse.move(box.x + box.width - 20, box.y + 100);
  await expect(legend).toContainText('Thu, Nov 26');
  await page.mouse.move(5, 5);
  await expect(legend).toContainText('The whole time');
});

test('every day can be read without seeing the chart', async ({ page, open }) => {
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Show every day' }).click();
  const table = page.getByRole('table', { name: 'Usage by day and Account' });
  await expect(table.getByRole('rowheader', { name: 'Fri, Nov 20' })).toBeVisible();
  await expect(table.getByRole('rowheader', { name: 'Thu, Nov 26' })).toBeVisible();
});

test('today is cut into hours, and usage is told apart by model and by key', async ({ page, core, open }) => {
  await open(undefined, AT);
  await page.getByRole('radio', { name: 'Today' }).check();
  await expect(page.getByRole('button', { name: 'Show every hour' })).toBeVisible();
  await page.getByRole('radio', { name: 'Client key' }).check();
  await expect(page.getByRole('rowheader', { name: 'studio-site' })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'The key of this installation' })).toBeVisible();
  expect(core.inputsOf('usage.report')).toContainEqual({
    since: String(Date.UTC(2026, 10, 25, 23)),
    by: 'hour,key',
  });
});

test('what has no price is said plainly', async ({ page, open }) => {
  await open(undefined, AT);
  await page.getByRole('radio', { name: 'Model' }).check();
  await expect(page.getByRole('row', { name: /vendor-model-name/ })).toContainText('no price');
  await expect(page.getByText(/requests are not in the estimate/)).toBeVisible();
  await expect(page.getByText('Subscriptions are not billed by it')).toBeVisible();
  await expect(page.getByText('by list prices of October 24, 2026')).toBeVisible();
});

test('the rows are saved as CSV', async ({ page, open }) => {
  await open(undefined, AT);
  await page.locator('table').first().waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('rota-usage-2026-11-20-2026-11-26.csv');
  const [head, first] = (await readFile(await file.path(), 'utf8')).split('\r\n');
  expect(head).toMatch(/^from,account,account_id,model,key,requests,/);
  expect(first).toMatch(/^2026-11-\d\dT23:00:00.000Z,/);
});

test('each limit says how full it is, how long it lasts, and how much of it went through Rota', async ({
  page,
  open,
}) => {
  await open(undefined, AT);
  await expect(page.getByRole('row', { name: /^5 h 58%/ })).toContainText('spent 16:1392%');
  await expect(page.getByRole('row', { name: /^Week 24%/ })).toContainText('lasts until then71%');
  await expect(page.getByRole('row', { name: /^5 h 100%/ })).toContainText('spent');
  await expect(page.getByRole('row', { name: /^Week · Opus/ })).toContainText('not known');
});

test('a price is changed, added and put back', async ({ page, core, open }) => {
  await open(undefined, AT);
  await page.getByRole('button', { name: 'Edit prices' }).click();
  await page.getByLabel('Out, claude-sonnet-4*').fill('12,5');
  await page.getByRole('button', { name: 'Add model' }).click();
  await expect(page.getByText('Every line needs a model')).toBeVisible();
  await page.getByLabel('Model, new model').fill('vendor-*');
  for (const field of ['In', 'Out', 'Cache read', 'Cache, 5 min', 'Cache, 1 h'])
    await page.getByLabel(`${field}, vendor-*`, { exact: true }).fill('1');
  await page.getByRole('button', { name: 'Save prices' }).click();
  await expect(page.getByText('Changed by you on November 26, 2026.')).toBeVisible();
  const [saved] = core.inputsOf('usage.setPrices');
  expect(saved?.prices.map(({ model, outputUsd }) => [model, outputUsd])).toEqual([
    ['claude-opus-5-5*', 20],
    ['claude-sonnet-4*', 12.5],
    ['vendor-*', 1],
  ]);
  await page.getByRole('button', { name: 'Edit prices' }).click();
  await page.getByRole('button', { name: 'Use the built-in prices' }).click();
  await expect(page.getByText('Built in, last compared')).toBeVisible();
});

test('a history that cannot be read is said, and nobody is told that there was no use', async ({
  page,
  core,
  open,
}) => {
  answerUsage(core, { empty: true, available: false });
  await open(undefined, AT);
  await expect(page.getByText('The usage history cannot be read at present')).toBeVisible();
});

test('without any use the page says what will be here', async ({ page, core, open }) => {
  answerUsage(core, { empty: true });
  await open(snapshot(fleet()), AT);
  await expect(page.getByRole('heading', { name: 'Nothing in this time' })).toBeVisible();
  await expect(page.getByText('No limit is known yet.')).toBeVisible();
});

test('a browser in another time zone shows the days of the core', async ({ browser, core }) => {
  const from = NOW - (NOW % DAY_MS);
  core.handle('usage.report', ({ since }) => {
    const sums = {
      requests: 3,
      failed: 0,
      failedOver: 0,
      incomplete: 0,
      inputTokens: 10,
      outputTokens: 20,
      cacheReadInputTokens: 0,
      cacheCreationInputTokens: 0,
      costUsd: 0.01,
      unpricedRequests: 0,
    };
    const names = { accountId: 'work00000001', account: 'work@studio.dev', model: null, keyName: null };
    return { since, until: NOW, rows: [{ ...names, from, ...sums }], total: sums, available: true };
  });
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo', locale: 'en-GB' });
  const page = await context.newPage();
  await page.addInitScript((token) => sessionStorage.setItem('rota.admin-token', token), core.adminToken);
  await page.goto(`${core.url}/#/usage`);
  await page.getByRole('button', { name: 'Show every day' }).click();
  await expect(page.getByRole('rowheader', { name: 'Thu, Nov 26' })).toBeVisible();
  await context.close();
});
