import { expect, it } from 'vitest';
import { remember } from '../../../src-main/core/lib/remember.ts';

it('works each text out once, an answer of null too, and begins anew when it is full', () => {
  const asked: string[] = [];
  const answer = remember(2, (text) => {
    asked.push(text);
    return text === 'none' ? null : text.toUpperCase();
  });
  expect([answer('a'), answer('a'), answer('none'), answer('none')]).toEqual(['A', 'A', null, null]);
  expect(asked).toEqual(['a', 'none']);
  expect([answer('c'), answer('a')]).toEqual(['C', 'A']);
  expect(asked).toEqual(['a', 'none', 'c', 'a']);
});
