import { answerShell } from './core-answers.ts';
import type { FixtureServer } from './fixture-server.ts';
import type { Look } from './looks.ts';
import { answerCheckAndDoctor, answerClaudeCode, answerKeys } from './pages-connect.ts';
import { answerRequests, everydayRequests } from './pages-requests.ts';
import { answerRoutes, everydayRoutes } from './pages-routes.ts';
import { answerLogs, answerSettings } from './pages-settings.ts';
import { answerUsage } from './pages-usage.ts';
import { fleet, longNames } from './scenes.ts';

const READ_ONLY = { readOnlyFile: '/etc/rota/rota.yaml' };

/** Looks of the pages beside that of accounts. */
export const pageLooks: Readonly<Record<string, Look>> = {
  'all ribbons': {
    scene: [
      fleet(),
      { gateway: 'paused', simulated: true, readOnlyFile: `/home/${'folder/'.repeat(12)}rota.yaml` },
    ],
    at: 'settings',
  },

  routing: { scene: [fleet()], at: 'routing' },
  'routing asked': {
    scene: [fleet()],
    at: 'routing',
    async act(page) {
      await page.getByRole('textbox').fill('claude-sonnet-4-5');
      await page.locator('h3').last().waitFor();
      await page.getByRole('textbox').scrollIntoViewIfNeeded();
    },
  },
  'routing without routes': {
    scene: [fleet()],
    at: 'routing',
    answer: (core) => answerRoutes(core, []),
  },
  'routing, read-only, long names': {
    scene: [longNames(), READ_ONLY],
    at: 'routing',
    answer: (core) =>
      answerRoutes(core, [
        {
          pattern: `*${'a-very-long-model-name-'.repeat(5)}*`,
          strategy: null,
          candidates: longNames().map(({ provider, accountEmail }, index) => ({
            provider,
            accountEmail,
            model: 'another-very-long-model-name-that-is-sent-instead',
            priority: index,
          })),
        },
      ]),
  },
  'adding a route': {
    scene: [longNames()],
    at: 'routing',
    async act(page) {
      await page.getByRole('main').getByRole('button').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },

  activity: { scene: [fleet(), { finishedRequests: 7 }], at: 'activity' },
  'activity, a story': {
    scene: [fleet(), { finishedRequests: 7 }],
    at: 'activity',
    act: (page) => page.locator('main ol > li > button').nth(1).click(),
  },
  'activity, long names': {
    scene: [longNames(), { finishedRequests: 7 }],
    at: 'activity',
    act: (page) => page.locator('main ol > li > button').first().click(),
  },
  'activity, found by its id': {
    scene: [longNames(), { finishedRequests: 7 }],
    at: 'activity',
    async act(page) {
      await page.getByRole('search').getByRole('textbox').fill('req_switched');
      await page.keyboard.press('Enter');
      await page.locator('main ol code').first().waitFor();
    },
  },
  'activity, no such id': {
    scene: [fleet(), { finishedRequests: 7 }],
    at: 'activity',
    async act(page) {
      await page.getByRole('search').getByRole('textbox').fill('4f0c12ab9e-1f');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  'activity, nothing yet': {
    scene: [fleet()],
    at: 'activity',
    answer: (core) => void answerRequests(core, []),
  },

  usage: { scene: [fleet()], at: 'usage' },
  'usage, nothing yet': {
    scene: [fleet()],
    at: 'usage',
    answer: (core) => answerUsage(core, { empty: true, available: false }),
  },
  'usage, prices and days': {
    scene: [fleet()],
    at: 'usage',
    async act(page) {
      await page.getByRole('radio').nth(5).check({ force: true });
      await page.locator('main table').first().waitFor();
      await page.locator('main button[aria-expanded=false]').click();
      await page.locator('main section').last().getByRole('button').click();
    },
  },

  connect: { scene: [fleet()], at: 'connect' },
  'connect, many files': {
    scene: [longNames()],
    at: 'connect',
    answer: (core) => {
      const project = { scope: 'local', folder: '/home/me/work', keepSignIn: true } as const;
      answerClaudeCode(core, {
        environmentBaseUrl: 'https://gateway.example.com',
        projects: [
          {
            ...project,
            file: `/home/me/${'project/'.repeat(12)}.claude/settings.local.json`,
            state: 'connected',
            baseUrl: 'http://127.0.0.1:9090',
            problem: null,
          },
          {
            ...project,
            file: '/home/me/other/.claude/settings.json',
            state: 'elsewhere',
            baseUrl: 'https://llm.example.com/anthropic',
            problem: null,
          },
          {
            ...project,
            file: '/home/me/broken/.claude/settings.json',
            state: 'unreadable',
            baseUrl: null,
            problem: 'Line 3: a comma is missing.',
          },
          {
            ...project,
            file: '/home/me/old/.claude/settings.json',
            state: 'outdated',
            baseUrl: 'http://127.0.0.1:9091',
            problem: null,
          },
        ],
      });
    },
  },
  'connecting claude code': {
    scene: [fleet()],
    at: 'connect',
    async act(page) {
      await page.getByRole('main').getByRole('button').first().click();
      await page.getByRole('dialog').locator('pre').waitFor();
    },
  },
  'the doctor': {
    scene: [fleet()],
    at: 'connect',
    async act(page) {
      const doctor = page.locator('main section').last();
      await doctor.getByRole('button').click();
      await doctor.getByRole('listitem').first().waitFor();
      await doctor.getByRole('listitem').last().scrollIntoViewIfNeeded();
    },
  },
  'adding a key': {
    scene: [longNames()],
    at: 'connect',
    async act(page) {
      await page.locator('main section').nth(2).getByRole('button').last().click();
      await page.getByRole('dialog').waitFor();
    },
  },

  settings: { scene: [fleet()], at: 'settings' },
  'settings, in the app': {
    scene: [fleet()],
    at: 'settings',
    answer: (core) => answerShell(core, 'app'),
  },
  'settings, read-only': { scene: [fleet(), READ_ONLY], at: 'settings' },
  'replacing the master key': {
    scene: [fleet()],
    at: 'settings',
    async act(page) {
      const question = page.getByRole('button', { name: /^(Replace the master key…|更换主密钥…)$/ });
      await question.click();
      await page.getByRole('dialog').waitFor();
    },
  },
  'the log': {
    scene: [fleet()],
    at: 'settings',
    async act(page) {
      await page.locator('main button[aria-expanded=false]').click();
      await page.locator('main section ol').waitFor();
      await page.locator('main section ol').scrollIntoViewIfNeeded();
    },
  },
};

/** Answers what these pages ask for. */
export function answerPages(core: FixtureServer): void {
  answerRoutes(core, everydayRoutes);
  answerKeys(core, ['studio-site']);
  answerClaudeCode(core);
  answerCheckAndDoctor(core);
  answerRequests(core, everydayRequests());
  answerUsage(core);
  answerSettings(core);
  answerLogs(core);
}
