import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { PAGE_FOLDER } from './support/page-folder.ts';

const MAX_SCRIPT_BYTES = 240_000;
const MAX_FIRST_LOAD_BYTES = 190_000;

/** The file of each language, by the beginning of its name, and a sentence that stands in it. */
const LANGUAGES = [
  { name: 'catalogue-en-', words: 'This page manages your accounts' },
  { name: 'catalogue-zh-cn-', words: '正在加载' },
] as const;

const compressed = async (path: string) => gzipSync(await readFile(`${PAGE_FOLDER}${path}`)).length;
const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

/** The files that a window fetches before it can draw: what the document names, and what those import at once. */
async function firstLoad(): Promise<string[]> {
  const html = await readFile(`${PAGE_FOLDER}index.html`, 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    ([, path]) => path ?? '',
  );
  const files = new Set<string>();
  const visit = async (path: string) => {
    if (files.has(path)) return;
    files.add(path);
    if (!path.endsWith('.js')) return;
    const code = await readFile(`${PAGE_FOLDER}${path}`, 'utf8');
    for (const [, name] of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
      await visit(`assets/${name}`);
  };
  for (const path of named) await visit(path);
  return [...files];
}

const scriptNames = async () =>
  (await readdir(`${PAGE_FOLDER}assets`)).filter((name) => name.endsWith('.js'));

test('in either language all scripts of the page together weigh less than 240 kB compressed', async () => {
  const names = await scriptNames();
  expect(names.length).toBeGreaterThan(5);
  for (const language of LANGUAGES) {
    const others = LANGUAGES.filter((other) => other !== language);
    const own = names.filter((name) => !others.some((other) => name.startsWith(other.name)));
    expect(own).toHaveLength(names.length - 1);
    const sizes = await Promise.all(own.map((name) => compressed(`assets/${name}`)));
    expect(sum(sizes), language.name).toBeLessThan(MAX_SCRIPT_BYTES);
  }
});

test('each language is a file of its own, and no other file holds its words', async () => {
  const names = await scriptNames();
  for (const { name, words } of LANGUAGES) {
    const holding = [];
    for (const file of names)
      if ((await readFile(`${PAGE_FOLDER}assets/${file}`, 'utf8')).includes(words)) holding.push(file);
    expect(holding).toEqual([expect.stringContaining(name)]);
  }
});

test('a window fetches less than 190 kB before it draws, and no chart among it', async () => {
  const names = await scriptNames();
  const files = await firstLoad();
  const sizes = await Promise.all(files.map(compressed));
  expect(files.filter((file) => file.endsWith('.js')).length).toBeGreaterThan(0);
  expect(sum(sizes)).toBeGreaterThan(50_000);
  for (const language of LANGUAGES) {
    const catalogue = names.find((name) => name.startsWith(language.name));
    expect(sum(sizes) + (await compressed(`assets/${catalogue}`))).toBeLessThan(MAX_FIRST_LOAD_BYTES);
  }
  for (const file of files) expect(await readFile(`${PAGE_FOLDER}${file}`, 'utf8')).not.toContain('uplot');
});

test('the page holds no inline code, names its files by content, and finds them from any folder', async () => {
  const html = await readFile(`${PAGE_FOLDER}index.html`, 'utf8');
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|style=/);
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
  expect(files).not.toEqual([]);
  for (const path of files) expect(path).toMatch(/^\.\/assets\/[\w.-]+-[\w-]{8}\.(?:js|css|svg)$/);
});
