import { expect, test } from '@playwright/test';
import { MAX_RECENT_REQUESTS } from '../../src-shared/contract/gateway.ts';
import { startDemoCore } from './support/demo-core.ts';

const AT_ONCE = 20;

test('a request that the latest ones have pushed out is found in the history by the id of its answer', async ({
  page,
}) => {
  test.setTimeout(90_000);
  const core = await startDemoCore();
  try {
    await page.goto(core.link);
    await page.getByRole('link', { name: 'Connect', exact: true }).click();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    const [baseUrl, key] = await page.locator('dd code').allInnerTexts();
    const send = async (model: string) => {
      const answer = await fetch(`${baseUrl}/v1/messages/count_tokens`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'anthropic-version': '2023-06-01',
        },
        body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] }),
      });
      await answer.text();
      return answer.headers.get('x-rota-request') ?? '';
    };

    const id = await send('claude-opus-4-1');
    for (let sent = 0; sent < MAX_RECENT_REQUESTS; sent += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, () => send('claude-sonnet-4-5')));

    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    const lines = page.locator('main ol[aria-label="Requests"] > li');
    await expect(lines).toHaveCount(MAX_RECENT_REQUESTS);
    await expect(lines.filter({ hasText: 'opus-4-1' })).toHaveCount(0);
    await page.getByLabel('Request id', { exact: true }).fill(`x-rota-request: ${id}`);
    await page.keyboard.press('Enter');
    await expect(lines).toHaveCount(1);
    await expect(lines).toContainText('opus-4-1');
    await expect(lines.locator('code').first()).toHaveText(id);

    await page.getByLabel('Request id', { exact: true }).fill('nobody-has-this-one');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('Rota knows no request by this id.');
  } finally {
    await core.stop();
  }
});
