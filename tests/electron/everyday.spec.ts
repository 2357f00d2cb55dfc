import { clickTray, expect, mainPage, sendMessage, snapshotOf, test, trayLook } from './support/app-test.ts';

/** The product in one sitting: look at the tray, add an account, put it first, use it, quit. */
test('a person adds an account from the tray, puts it first, works on it, and quits while an answer runs', async ({
  start,
}) => {
  const app = await start({ args: ['--demo'] });
  const page = await mainPage(app);
  await expect(page.getByRole('heading', { name: 'work@studio.example' })).toBeVisible();

  await test.step('the icon opens the small window, and a click outside of it closes it', async () => {
    await clickTray(app);
    const small = await app.windowWith('footer a[target="rota-main"]');
    await expect(small.getByText('work@studio.example').first()).toBeVisible();
    const isOpen = () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some(
          (window) => window.getBounds().width === 380 && window.isVisible(),
        ),
      );
    expect(await isOpen()).toBe(true);
    await app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) if (window.getBounds().width === 380) window.blur();
    });
    await expect.poll(isOpen).toBe(false);
  });

  await test.step('signing in happens in a window of the app, which goes by itself', async () => {
    const row = page.getByRole('listitem').filter({ hasText: 'old@mail.example' });
    await row.getByRole('button', { name: 'Sign in' }).click();
    const provider = await app.windowWith('form[action="/oauth/authorize"]');
    await provider.getByText('old@mail.example').click();
    const titles = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.getTitle()),
    );
    expect(titles.some((title) => /^http:\/\/127\.0\.0\.1:\d+ — Sign in \(simulated\)$/.test(title))).toBe(
      true,
    );
    await provider.getByRole('button', { name: 'Approve' }).click();
    await expect(row).toContainText('Ready');
    await expect
      .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length))
      .toBe(2);
  });

  await test.step('the new account is moved to the top by keyboard', async () => {
    const spoken = page.getByRole('status').filter({ hasText: 'place' });
    await page.getByRole('button', { name: 'Move old@mail.example' }).press('Space');
    await expect(spoken).toHaveText('old@mail.example lifted, place 3 of 4.');
    await page.keyboard.press('Home');
    await expect(spoken).toHaveText('old@mail.example, place 1 of 4.');
    await page.keyboard.press('Space');
    await expect.poll(async () => (await snapshotOf(page)).accounts[0]?.name).toBe('old@mail.example');
    await expect(page.locator('main ol h2').first()).toHaveText('old@mail.example');
  });

  await test.step('a real request goes to it, and the tray tells of its limit', async () => {
    const answer = await sendMessage(page);
    expect(answer.status).toBe(200);
    const first = (await snapshotOf(page)).accounts[0];
    expect(answer.headers.get('x-rota-account')).toBe(first?.id);
    await answer.text();
    if (app.kind === 'double') {
      await expect.poll(async () => (await trayLook(app)).toolTip).toMatch(/^Rota: old@mail\.example · .*%/);
    }
  });

  await test.step('quitting waits for the answer that runs', async () => {
    const answer = await sendMessage(page, { stream: true, maxTokens: 200 });
    const reader = answer.body!.getReader();
    await reader.read();
    await app.evaluate(({ app: electronApp }) => electronApp.quit());
    let text = '';
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    expect(text).toContain('message_stop');
    expect(await app.exited).toBe(0);
  });
});
