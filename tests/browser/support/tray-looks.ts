import type { Look } from './looks.ts';
import { everyNotice, pendingLogin } from './news.ts';
import { everyCondition, fleet, inOrder, longNames, twenty } from './scenes.ts';

/** Looks of the small window at the tray icon. */
export const trayLooks: Readonly<Record<string, Look>> = {
  tray: { scene: [fleet()], at: 'tray' },
  'tray in every condition': { scene: [everyCondition()], at: 'tray' },
  'tray with long names': { scene: [longNames()], at: 'tray' },
  'tray with twenty accounts': { scene: [twenty()], at: 'tray' },
  'tray while all rest': { scene: [inOrder(fleet().slice(1, 2))], at: 'tray' },
  'tray without accounts': { scene: [[]], at: 'tray' },
  'tray while paused, with news': {
    scene: [fleet(), { gateway: 'paused', notices: everyNotice(), pendingLogins: [pendingLogin()] }],
    at: 'tray',
  },
  'tray with a reason': {
    scene: [fleet()],
    at: 'tray',
    async act(page) {
      await page.locator('main ol > li').nth(1).getByRole('button').last().focus();
      await page.getByRole('tooltip').waitFor({ state: 'attached' });
    },
  },
  'tray with a lifted account': {
    scene: [fleet()],
    at: 'tray',
    async act(page) {
      await page.locator('main ol > li button').first().hover();
      await page.mouse.down();
      await page.mouse.move(40, 270, { steps: 4 });
    },
  },
};
