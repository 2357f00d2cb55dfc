import type { Page } from '@playwright/test';
import { answerLoginBegin, answerTerms, everydayPlan } from './core-answers.ts';
import type { FixtureServer } from './fixture-server.ts';
import { everyCondition, fleet, longNames, type snapshot, twenty } from './scenes.ts';

/** Something that the page can look like: a scene, and what is done before it is looked at. */
export interface Look {
  readonly scene: Parameters<typeof snapshot>;
  readonly at?: string;
  readonly act?: (page: Page) => Promise<void>;
}

const first = (page: Page, role: 'button' | 'menuitem') => page.getByRole('main').getByRole(role).first();

/** Everything that is looked at: in both themes and both languages, wide and narrow. */
export const LOOKS: Readonly<Record<string, Look>> = {
  'the everyday page': { scene: [fleet()] },
  'every condition': { scene: [everyCondition()] },
  'long names': { scene: [longNames()] },
  'twenty accounts': { scene: [twenty()] },
  'no accounts': { scene: [[]] },
  'all ribbons': {
    scene: [
      fleet(),
      { gateway: 'paused', simulated: true, readOnlyFile: `/home/${'folder/'.repeat(12)}rota.yaml` },
    ],
    at: 'connect',
  },
  routing: {
    scene: [fleet()],
    at: 'routing',
    async act(page) {
      await page.getByRole('textbox').fill('claude-sonnet-4-5');
      await page.getByText('*sonnet*').waitFor();
    },
  },
  connect: { scene: [fleet()], at: 'connect' },
  settings: { scene: [fleet()], at: 'settings' },
  'a lifted account': {
    scene: [fleet()],
    async act(page) {
      const handle = page.locator('main ol > li button').first();
      await handle.hover();
      await page.mouse.down();
      await page.mouse.move(260, 330, { steps: 4 });
    },
  },
  'an open menu': {
    scene: [longNames()],
    act: (page) => page.locator('[aria-haspopup=menu]').first().click(),
  },
  'kinds of account': { scene: [fleet()], act: (page) => first(page, 'button').click() },
  'the note on the terms': {
    scene: [fleet()],
    async act(page) {
      await first(page, 'button').click();
      await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click();
      await page.getByRole('checkbox').waitFor();
    },
  },
  'a sign-in': {
    scene: [fleet()],
    async act(page) {
      await first(page, 'button').click();
      await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click();
      await page.getByRole('checkbox').check();
      await page.keyboard.press('Enter');
      await page.getByRole('textbox').waitFor();
    },
  },
  'a key form': {
    scene: [fleet()],
    async act(page) {
      await first(page, 'button').click();
      await page.getByRole('dialog').getByRole('listitem').last().getByRole('button').click();
      await page.getByRole('radio').first().waitFor();
    },
  },
  'removing an account with a long name': {
    scene: [longNames()],
    async act(page) {
      await page.locator('[aria-haspopup=menu]').first().click();
      await page.getByRole('menuitem').last().click();
      await page.getByRole('dialog').waitFor();
    },
  },
};

/** Answers all that the looks need. */
export function playCore(core: FixtureServer): void {
  answerTerms(core, false);
  answerLoginBegin(core);
  core.handle('routes.explain', ({ model }) => everydayPlan(model ?? null));
}
