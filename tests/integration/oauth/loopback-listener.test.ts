import { expect, onTestFinished, test } from 'vitest';
import type { AuthorizationAnswer } from '../../../src-main/core/oauth/authorization-response.ts';
import { LoopbackListener } from '../../../src-main/core/oauth/loopback-listener.ts';

async function listening() {
  const listener = await LoopbackListener.open('127.0.0.1', 0);
  onTestFinished(() => listener.close());
  const visit = async (target: string) => (await fetch(`http://127.0.0.1:${listener.port}${target}`)).status;
  return { listener, visit };
}

test('an expectation takes one answer, even if its owner leaves the listener open', async () => {
  const { listener, visit } = await listening();
  const answers: AuthorizationAnswer[] = [];
  listener.expect({ path: '/cb', state: 's', onAnswer: (answer) => answers.push(answer) });
  expect(await visit('/cb?code=a&state=s')).toBe(200);
  expect(await visit('/cb?code=b&state=s')).toBe(404);
  expect(answers).toHaveLength(1);
});

test('an expectation that was withdrawn hears nothing', async () => {
  const { listener, visit } = await listening();
  const answers: AuthorizationAnswer[] = [];
  listener.expect({ path: '/cb', state: 's', onAnswer: (answer) => answers.push(answer) })[Symbol.dispose]();
  expect(await visit('/cb?code=a&state=s')).toBe(404);
  expect(answers).toEqual([]);
});

test('several expectations on one path are told apart by their state', async () => {
  const { listener, visit } = await listening();
  const heard: string[] = [];
  for (const state of ['one', 'two']) {
    listener.expect({ path: '/cb', state, onAnswer: () => heard.push(state) });
  }
  expect(await visit('/cb?code=a&state=two')).toBe(200);
  expect(await visit('/cb?code=a&state=two')).toBe(400);
  expect(await visit('/cb?code=a&state=one')).toBe(200);
  expect(heard).toEqual(['two', 'one']);
});

test('closing twice is the same as closing once', async () => {
  const { listener } = await listening();
  await Promise.all([listener.close(), listener.close()]);
});
