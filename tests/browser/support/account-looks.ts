import type { Page } from '@playwright/test';
import { answerClaudeCodeStatus } from './core-answers.ts';
import type { Look } from './looks.ts';
import { everyNotice, pendingLogin } from './news.ts';
import { everyCondition, fleet, longNames, twenty } from './scenes.ts';

const FIRST_RUN_OVER = { 'rota.first-run': 'over' };

const add = (page: Page) => page.getByRole('main').getByRole('button').first().click();

/** Opens the dialog of a kind of account by its place among the tiles. */
async function addKind(page: Page, index: number): Promise<void> {
  await add(page);
  await page.getByRole('dialog').getByRole('listitem').nth(index).getByRole('button').click();
}

/** Opens an entry of an account's menu by its place; negative counts from the end. */
async function choose(page: Page, account: number, item: number): Promise<void> {
  await page.locator('[aria-haspopup=menu]').nth(account).click();
  await page.getByRole('menuitem').nth(item).click();
}

async function acceptTerms(page: Page): Promise<void> {
  await page.getByRole('checkbox').check();
  await page.keyboard.press('Enter');
}

/** Looks of the page of accounts, with all that opens over it. */
export const accountLooks: Readonly<Record<string, Look>> = {
  'the everyday page': { scene: [fleet()] },
  'every condition': { scene: [everyCondition()] },
  'long names': { scene: [longNames()] },
  'twenty accounts': { scene: [twenty()] },
  'no accounts': { scene: [[]], remembered: FIRST_RUN_OVER },
  'every notice': { scene: [fleet(), { notices: everyNotice(), pendingLogins: [pendingLogin()] }] },
  'first run': { scene: [[]] },
  'first run, under way': {
    scene: [fleet().slice(0, 1)],
    remembered: { 'rota.first-run': 'begun' },
    answer(core) {
      answerClaudeCodeStatus(core, 'connected');
      core.handle('gateway.test', () => ({
        ok: true,
        status: 200,
        accountName: 'work@studio.dev',
        requestId: 'r1',
        durationMs: 640,
        text: 'Hello. How can I help you today?',
        message: null,
      }));
    },
    async act(page) {
      await page.locator('section li').last().getByRole('button').click();
      await page.locator('section li').last().getByText('640').waitFor();
    },
  },
  'a lifted account': {
    scene: [fleet()],
    async act(page) {
      await page.locator('main ol > li button').first().hover();
      await page.mouse.down();
      await page.mouse.move(260, 330, { steps: 4 });
    },
  },
  'an open menu': {
    scene: [longNames()],
    act: (page) => page.locator('[aria-haspopup=menu]').first().click(),
  },
  'a removed account': {
    scene: [longNames()],
    async act(page) {
      await choose(page, 1, -1);
      await page.getByRole('status').getByRole('button').first().waitFor();
    },
  },
  'replacing a key': { scene: [fleet()], act: (page) => choose(page, 2, 3) },
  'a proxy': {
    scene: [fleet()],
    async act(page) {
      await choose(page, 2, 4);
      await page.getByRole('radio').last().check();
    },
  },
  'hours and cap': {
    scene: [fleet()],
    async act(page) {
      await choose(page, 2, 5);
      await page.getByRole('radio').last().check();
    },
  },
  'kinds of account': { scene: [fleet()], act: add },
  'the note on the terms': {
    scene: [fleet()],
    async act(page) {
      await addKind(page, 0);
      await page.getByRole('checkbox').waitFor();
    },
  },
  'a sign-in in the browser': {
    scene: [fleet()],
    async act(page) {
      await addKind(page, 0);
      await acceptTerms(page);
      await page.getByRole('dialog').getByRole('link').waitFor();
    },
  },
  'a sign-in by pasting, with its code for a phone': {
    scene: [fleet()],
    async act(page) {
      await addKind(page, 0);
      await acceptTerms(page);
      await page.getByRole('radio').last().check();
      await page.getByRole('dialog').locator('[aria-expanded=false]').click();
      await page.getByRole('img').waitFor();
    },
  },
  'another provider': {
    scene: [fleet()],
    async act(page) {
      await addKind(page, 3);
      await page.getByRole('radio').first().waitFor();
    },
  },
  'a refused key': {
    scene: [fleet()],
    answer: (core) =>
      core.handle('accounts.testKey', () => ({ result: 'refused', status: 401, durationMs: 90 })),
    async act(page) {
      await addKind(page, 3);
      await page.getByRole('radio').last().check();
      await page.locator('input[type=url]').fill('https://llm.example.com/anthropic');
      await page.locator('input[maxlength]').fill('Third party');
      await page.locator('input[type=password]').fill('not-a-real-key');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
};
