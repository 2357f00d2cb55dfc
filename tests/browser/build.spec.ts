import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { PAGE_FOLDER } from './support/page-folder.ts';

const MAX_SCRIPT_BYTES = 250_000;

test('the page’s scripts weigh less than 250 kB compressed', async () => {
  const names = (await readdir(`${PAGE_FOLDER}assets`)).filter((name) => name.endsWith('.js'));
  const sizes = await Promise.all(
    names.map(async (name) => gzipSync(await readFile(`${PAGE_FOLDER}assets/${name}`)).length),
  );
  expect(names).not.toEqual([]);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_SCRIPT_BYTES);
});

test('the page holds no inline code, names its files by content, and finds them from any folder', async () => {
  const html = await readFile(`${PAGE_FOLDER}index.html`, 'utf8');
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|style=/);
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
  expect(files).not.toEqual([]);
  for (const path of files) expect(path).toMatch(/^\.\/assets\/[\w-]+-[\w-]{8}\.(?:js|css|svg)$/);
});
