import { LOOKS, playCore } from './support/looks.ts';
import { expect, expectAccessible, expectNoOverflow, test } from './support/rota-test.ts';
import { longNames, snapshot } from './support/scenes.ts';

for (const [name, { scene, at, act }] of Object.entries(LOOKS)) {
  test(`${name}: accessible and uncut in both themes, both languages, wide and narrow`, async ({
    page,
    core,
    open,
  }) => {
    test.setTimeout(90_000);
    playCore(core);
    await open(snapshot(...scene), at === undefined ? {} : { at });
    for (const language of ['en', 'zh-CN']) {
      await page.evaluate((value) => localStorage.setItem('rota.language', value), language);
      await page.reload();
      await page.getByRole('navigation').waitFor();
      await page.evaluate(() => document.fonts.ready);
      playCore(core);
      await act?.(page);
      // Contrast does not depend on the language.
      for (const colorScheme of language === 'en' ? (['light', 'dark'] as const) : (['light'] as const)) {
        await page.emulateMedia({ colorScheme });
        await expectAccessible(page);
      }
      for (const width of [960, 420]) {
        await page.setViewportSize({ width, height: 680 });
        await expectNoOverflow(page);
      }
      await page.setViewportSize({ width: 960, height: 680 });
    }
  });
}

test('with larger text and 320 px (400 % zoom) nothing is cut off', async ({ page, open }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await open(snapshot(longNames()));
  await expectNoOverflow(page);
});

test('in forced colours every control keeps an edge and every bar its length', async ({ page, open }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await open();
  const button = page.getByRole('button', { name: 'Add account' });
  await expect(button).not.toHaveCSS('border-top-color', 'rgba(0, 0, 0, 0)');
  await expectAccessible(page);
});

test('with reduced motion nothing glides', async ({ page, open }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open();
  await page.getByRole('button', { name: 'Move work@studio.dev' }).press('Space');
  await expect(page.locator('main ol > li').nth(1)).toHaveCSS('transition-duration', '0s');
});
