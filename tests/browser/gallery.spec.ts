import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/rota-test.ts';
import { everyCondition, fleet, longNames, snapshot, twenty } from './support/scenes.ts';

/** Pictures for the documentation, and for looking at: set `ROTA_SHOTS` to the folder that they go to. */
const folder = process.env['ROTA_SHOTS'];
test.skip(folder === undefined, 'set ROTA_SHOTS to take pictures');

const SCENES = {
  accounts: { scene: snapshot(fleet()) },
  conditions: { scene: snapshot(everyCondition()) },
  'long-names': { scene: snapshot(longNames()) },
  twenty: { scene: snapshot(twenty()) },
  empty: { scene: snapshot([]) },
  'all-ribbons': {
    scene: snapshot(fleet(), { gateway: 'paused', simulated: true, readOnlyFile: '/home/me/rota.yaml' }),
  },
  routing: { scene: snapshot(fleet()), at: 'routing' },
  connect: { scene: snapshot(fleet()), at: 'connect' },
  settings: { scene: snapshot(fleet()), at: 'settings' },
} as const;

for (const theme of ['light', 'dark'] as const) {
  for (const language of ['en', 'zh-CN'] as const) {
    for (const width of [960, 420] as const) {
      for (const [name, { scene, ...rest }] of Object.entries(SCENES)) {
        test(`${name} ${theme} ${language} ${width}`, async ({ page, core, open }) => {
          mkdirSync(folder ?? '', { recursive: true });
          core.handle('routes.explain', () => ({
            model: 'claude-sonnet-4-5',
            route: '*sonnet*',
            entries: [
              {
                accountId: 'work00000001',
                accountName: 'work@studio.dev',
                provider: 'Claude',
                model: null,
                verdict: 'chosen',
                reason: { kind: 'in-order', place: 1 },
                changesAt: null,
              },
              {
                accountId: 'key000000003',
                accountName: 'API key · Studio',
                provider: 'Anthropic',
                model: 'vendor-model-name',
                verdict: 'next',
                reason: { kind: 'in-order', place: 3 },
                changesAt: null,
              },
              ...fleet()
                .filter(({ reason }) => reason !== null)
                .map((account) => ({
                  accountId: account.id,
                  accountName: account.name,
                  provider: account.provider,
                  model: null,
                  verdict: 'passed-over' as const,
                  reason: account.reason ?? { kind: 'disabled' as const },
                  changesAt: account.cooldownUntil,
                })),
            ],
          }));
          await page.emulateMedia({ colorScheme: theme });
          await page.addInitScript((value) => localStorage.setItem('rota.language', value), language);
          await page.setViewportSize({ width, height: 680 });
          await open(scene, rest);
          if (name === 'routing') {
            await page.getByRole('textbox').fill('claude-sonnet-4-5');
            await expect(page.getByText('work@studio.dev').last()).toBeVisible();
          }
          await page.waitForTimeout(250);
          const file = `${name}-${theme}-${language}-${width}.png`;
          await page.screenshot({ path: join(folder ?? '', file), fullPage: true });
        });
      }
    }
  }
}
