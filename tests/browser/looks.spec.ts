import { LOOKS, playCore, sizesOf } from './support/looks.ts';
import { expect, expectAccessible, expectNoOverflow, test, untilLoaded } from './support/rota-test.ts';
import { longNames, snapshot } from './support/scenes.ts';

for (const [name, look] of Object.entries(LOOKS)) {
  test(`${name}: accessible and uncut in both themes, both languages, wide and narrow`, async ({
    page,
    core,
    open,
  }) => {
    test.setTimeout(90_000);
    // What glides is looked at where it ends: on the way, a lifted account's neighbours lie over each other.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const remembered = { ...look.remembered };
    for (const language of ['en', 'zh-CN']) {
      playCore(core, look);
      await page.addInitScript(
        (items) => {
          for (const [key, value] of Object.entries(items)) localStorage.setItem(key, value);
        },
        { ...remembered, 'rota.language': language },
      );
      await open(snapshot(...look.scene), look.at === undefined ? {} : { at: look.at });
      if (language !== 'en') await page.reload();
      await untilLoaded(page);
      await page.evaluate(() => document.fonts.ready);
      await look.act?.(page);
      // Contrast does not depend on the language.
      for (const colorScheme of language === 'en' ? (['light', 'dark'] as const) : (['light'] as const)) {
        await page.emulateMedia({ colorScheme });
        await expectAccessible(page);
      }
      for (const size of sizesOf(look).toReversed()) {
        await page.setViewportSize(size);
        await expectNoOverflow(page);
      }
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
