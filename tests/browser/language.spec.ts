import type { Page } from '@playwright/test';
import { answerSettings } from './support/pages-settings.ts';
import { expect, test } from './support/rota-test.ts';

/** Only the words of the wanted language are fetched, and none but them are ever on the page. */

const CATALOGUE = /\/assets\/(catalogue-[a-z-]+)-[\w-]{8}\.js$/;

/** The catalogues that the page asks for from now on, in order. */
function watchCatalogues(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const [, name] = CATALOGUE.exec(request.url()) ?? [];
    if (name !== undefined) asked.push(name);
  });
  return asked;
}

/** Keeps every text that is ever on the page, however shortly, and every language it claims while it shows one. */
async function keepTexts(page: Page): Promise<() => Promise<{ texts: string[]; languages: string[] }>> {
  await page.addInitScript(() => {
    const seen = { texts: new Set<string>(), languages: new Set<string>() };
    const look = () => {
      const text = document.body?.innerText.trim() ?? '';
      if (text === '') return;
      seen.texts.add(text);
      seen.languages.add(document.documentElement.lang);
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
    (window as unknown as { seenTexts: typeof seen }).seenTexts = seen;
  });
  return () =>
    page.evaluate(() => {
      const { texts, languages } = (
        window as unknown as { seenTexts: { texts: Set<string>; languages: Set<string> } }
      ).seenTexts;
      return { texts: [...texts], languages: [...languages] };
    });
}

/** A message id, such as `nav.accounts`, that stands where its words should. */
const MESSAGE_ID = /\b(?:nav|common|gateway|accounts|health|usage|tray)\.[a-z]+\b/i;

for (const at of ['accounts', 'tray'] as const) {
  test(`${at}: begins in the remembered language, however late its words come`, async ({ page, open }) => {
    await page.addInitScript(() => localStorage.setItem('rota.language', 'zh-CN'));
    const asked = watchCatalogues(page);
    const seen = await keepTexts(page);
    await page.route(CATALOGUE, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(await page.locator('#root').innerHTML()).toBe('');
      await route.continue();
    });
    await open(undefined, { at });
    await expect(page.getByText('服务中').first()).toBeVisible();
    expect(asked).toEqual(['catalogue-zh-cn']);
    const { texts, languages } = await seen();
    expect(languages).toEqual(['zh-CN']);
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      expect(text).toMatch(/\p{Script=Han}/u);
      expect(text).not.toMatch(/Serving|Accounts|Loading/);
      expect(text).not.toMatch(MESSAGE_ID);
    }
  });
}

test('another language comes whole: until its words are there the page stays as it is', async ({
  page,
  core,
  open,
}) => {
  answerSettings(core);
  const asked = watchCatalogues(page);
  await open(undefined, { at: 'settings' });
  expect(asked).toEqual(['catalogue-en']);

  let refused = 0;
  await page.route(CATALOGUE, async (route) => {
    refused += 1;
    if (refused === 1) await route.abort('connectionrefused');
    else await route.continue();
  });
  await page.getByRole('radio', { name: '简体中文' }).check();
  await expect.poll(() => refused).toBe(1);
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

  // The file that could not be fetched is asked for again by itself.
  await expect(page.getByRole('heading', { name: '设置', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('radio', { name: '简体中文' })).toBeChecked();

  const before = asked.length;
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
  expect(asked).toHaveLength(before);
});

test('the first questions to the core are asked in the page’s language', async ({ page, open }) => {
  await page.addInitScript(() => localStorage.setItem('rota.language', 'zh-CN'));
  const languages = new Set<string>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) languages.add(request.headers()['accept-language'] ?? '');
  });
  await open();
  expect([...languages]).toEqual(['zh-CN']);
});
