import { join } from 'node:path';
import { LOOKS, playCore, sizesOf } from './support/looks.ts';
import { test } from './support/rota-test.ts';
import { snapshot } from './support/scenes.ts';

/** Pictures for the documentation, and for looking at: set `ROTA_SHOTS` to the folder that they go to. */
const folder = process.env['ROTA_SHOTS'] ?? 'test-results';

test.use({ deviceScaleFactor: 2 });

for (const [name, look] of Object.entries(LOOKS)) {
  for (const language of ['en', 'zh-CN'] as const) {
    for (const { width, height } of sizesOf(look)) {
      test(`${name}, ${language}, ${width} px`, async ({ page, core, open }) => {
        playCore(core, look);
        await page.addInitScript(
          (remembered) => {
            for (const [key, value] of Object.entries(remembered)) localStorage.setItem(key, value);
          },
          { ...look.remembered, 'rota.language': language },
        );
        await page.setViewportSize({ width, height });
        await open(snapshot(...look.scene), look.at === undefined ? {} : { at: look.at });
        await look.act?.(page);
        for (const theme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme: theme });
          // The longest motion, and the moment before a late spinner shows.
          await page.waitForTimeout(250);
          const file = `${name.replaceAll(/,? /g, '-')}-${theme}-${language}-${width}.png`;
          const fullPage = look.act === undefined && look.at !== 'tray';
          await page.screenshot({ path: join(folder, file), fullPage });
        }
      });
    }
  }
}

test('the page that asks for the token, and the one that waits', async ({ page, core }) => {
  await page.goto(core.url);
  await page.getByRole('textbox').waitFor();
  await page.screenshot({ path: join(folder, 'unlock-light-en-960.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: join(folder, 'unlock-dark-en-960.png') });
  await page.getByRole('textbox').fill(core.adminToken);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').waitFor();
  core.goAway();
  await page.getByRole('alert').waitFor();
  await page.screenshot({ path: join(folder, 'offline-dark-en-960.png') });
  await page.reload();
  await page.getByRole('alert').waitFor();
  await page.screenshot({ path: join(folder, 'waiting-dark-en-960.png') });
});
