import { expect, it } from 'vitest';
import { findLeaks } from '../../support/canaries.ts';

const SECRET = { name: 'the key', value: 'sk-ant-"Zwölf Boxkämpfer"+/=?&' };
const search = (text: string | Buffer, mayShow: readonly string[] = []) =>
  findLeaks([SECRET], [{ where: 'a log', bytes: Buffer.from(text), mayShow }]);

it.each([
  ['as it is', `before ${SECRET.value} after`],
  ['inside a URL', `http://127.0.0.1/?key=${encodeURIComponent(SECRET.value)}`],
  ['inside JSON', JSON.stringify({ key: SECRET.value })],
  ['inside JSON inside JSON', JSON.stringify({ body: JSON.stringify({ key: SECRET.value }) })],
  ['as hexadecimal digits', Buffer.from(SECRET.value).toString('hex')],
  ['as base64', Buffer.from(SECRET.value).toString('base64')],
  ['as base64 after a user name', Buffer.from(`user:${SECRET.value}`).toString('base64')],
  ['as base64url after two letters', Buffer.from(`ab${SECRET.value}cd`).toString('base64url')],
  ['as two bytes a letter', Buffer.from(SECRET.value, 'utf16le')],
  ['cut in half', SECRET.value.slice(0, 18)],
])('a secret is found %s', (_how, text) => {
  expect(search(text)).toEqual(['the key stands in a log']);
});

it('a text without it, or one that is meant to show it, is no leak', () => {
  expect(search('sk-ant-api03-of somebody else, and a short bit of it: "Zwölf"')).toEqual([]);
  expect(search(SECRET.value, ['the key'])).toEqual([]);
});

it('what two secrets share is a leak of neither', () => {
  const prefix = 'sk-ant-oat01-simulated-';
  const both = ['one', 'two'].map((name) => ({ name, value: `${prefix}${name.repeat(8)}` }));
  expect(findLeaks(both, [{ where: 'a page', bytes: Buffer.from(prefix) }])).toEqual([]);
});
