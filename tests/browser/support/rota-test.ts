import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { answerClaudeCodeStatus, answerShell } from './core-answers.ts';
import { FixtureServer } from './fixture-server.ts';
import { fleet, snapshot } from './scenes.ts';

/** How a scene is looked at. */
export interface SceneOptions {
  /** Page to open, e.g. `routing`, or `tray` for the small window. */
  readonly at?: string;
}

interface RotaFixtures {
  /** A core that the test plays; it holds the everyday scene until told otherwise. */
  readonly core: FixtureServer;
  /** Opens the page with the admin token already in the tab. */
  readonly open: (scene?: Snapshot, options?: SceneOptions) => Promise<void>;
}

export const test = base.extend<RotaFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  core: async ({}, use) => {
    const core = await FixtureServer.start(snapshot(fleet()));
    answerShell(core, 'headless');
    answerClaudeCodeStatus(core, 'not-connected');
    await use(core);
    await core.close();
  },

  open: async ({ page, core }, use) => {
    const problems = watchForProblems(page);
    await use(async (scene = core.snapshot, { at = 'accounts' } = {}) => {
      core.publish(scene);
      await page.addInitScript((token) => sessionStorage.setItem('rota.admin-token', token), core.adminToken);
      await page.goto(`${core.url}/${at === 'tray' ? '#tray' : `#/${at}`}`);
      await untilLoaded(page);
    });
    expect(problems, 'errors in the page').toEqual([]);
  },
});

export { expect };

/** Lifts an item of a sorted list by keyboard, and waits until it is off the ground. */
export async function lift(page: Page, name: string): Promise<void> {
  const handle = page.getByRole('button', { name: `Move ${name}` });
  await handle.press('Space');
  await expect(handle).toHaveAttribute('aria-pressed', 'true');
}

/** Waits until the page that was asked for is there, with all that it reads first. */
export async function untilLoaded(page: Page): Promise<void> {
  await page.getByRole('main').locator('h1').waitFor({ state: 'attached' });
  await expect(page.getByText(LOADING, { exact: true })).toHaveCount(0);
  await page.getByRole('main').locator('h1').waitFor({ state: 'attached' });
}

/** What stands, unseen, where something is on its way (`common.loading`). */
const LOADING = /^(Loading…|正在加载…)$/;

/** Collects thrown errors, console errors and violations of the page's own policy. */
function watchForProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // Chromium logs every refused or failed request as an error; tests play those on purpose.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      problems.push(message.text());
  });
  return problems;
}

/** Fails with the rules that the page breaks, WCAG 2.2 AA and axe's best practices. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
  expect(found).toEqual([]);
}

/** Fails where the page scrolls sideways, or where text is cut off without saying so. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const cut = await page.evaluate(async () => {
    // What is drawn by hand, such as a chart, follows a new size one frame later.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const saysSo = (element: Element) =>
      element.hasAttribute('title') && getComputedStyle(element).textOverflow === 'ellipsis';
    const tooWide = (element: Element) => element.scrollWidth > element.clientWidth + 1 && !saysSo(element);
    const page = document.documentElement;
    const elements = [...document.querySelectorAll('body *:not(.visually-hidden, pre, svg *)')].filter(
      (element) => element.clientWidth > 1 && getComputedStyle(element).display !== 'inline',
    );
    return [
      ...(page.scrollWidth > innerWidth ? [`page: ${page.scrollWidth} > ${innerWidth}`] : []),
      ...elements.filter(tooWide).map((element) => element.outerHTML.slice(0, 160)),
    ];
  });
  expect(cut).toEqual([]);
}
