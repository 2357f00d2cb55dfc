import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * The order of the house (ARCHITECTURE.md): a folder may import from lower levels and from itself. Folders of
 * one level do not know each other; `create-core` joins them.
 */
const LEVELS: readonly (readonly string[])[] = [
  ['src-shared'],
  ['src-main/core/lib'],
  ['src-main/core/events', 'src-main/core/logging', 'src-main/core/simulator'],
  ['src-main/core/vault', 'src-main/core/settings', 'src-main/core/providers'],
  ['src-main/core/accounts'],
  [
    'src-main/core/oauth',
    'src-main/core/routing',
    'src-main/core/usage',
    'src-main/core/usage-endpoint',
    'src-main/core/claude-code',
    'src-main/core/metrics',
  ],
  ['src-main/core/gateway', 'src-main/core/notifications', 'src-main/core/doctor'],
  ['src-main/core/management'],
  ['src-main/core/http'],
  ['src-main/core'],
  ['src-main/shell'],
  ['src-main/electron', 'src-main/headless'],
];

/** The simulator must not share the gateway's bugs: it knows the wire and nothing of the core. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  'src-main/core/simulator': ['src-shared', 'src-main/core/lib', 'src-main/core/simulator'],
  'src-renderer': ['src-shared', 'src-renderer'],
};

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const pattern =
    /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    specifier: (match[2] ?? match[3])!,
    typeOnly: match[1] !== undefined,
  }));
}

function targetOf({ file, specifier }: Import): string | null {
  return specifier.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), specifier)) : null;
}

/** The most specific folder of the order that holds `file`. */
function placeOf(file: string): { folder: string; level: number } | null {
  let best: { folder: string; level: number } | null = null;
  LEVELS.forEach((folders, level) => {
    for (const folder of folders) {
      if (file.startsWith(`${folder}/`) && folder.length > (best?.folder.length ?? 0))
        best = { folder, level };
    }
  });
  return best;
}

const files = [...sourceFiles('src-shared'), ...sourceFiles('src-main'), ...sourceFiles('src-renderer')];
const imports = files.flatMap(importsOf);

describe('the house', () => {
  it('was read at all', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('imports only downwards, and never from a folder of the same level', () => {
    const wrong = imports.flatMap((one) => {
      const target = targetOf(one);
      const from = placeOf(one.file);
      const to = target === null ? null : placeOf(target);
      if (!from || !to || from.folder === to.folder || to.level < from.level) return [];
      return [
        `${one.file} imports ${target}: ${from.folder} may only use lower levels. Hand it in through create-core.`,
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the simulator and the page apart from the core', () => {
    const wrong = imports.flatMap((one) => {
      const target = targetOf(one);
      const rule = Object.entries(ONLY).find(([folder]) => one.file.startsWith(`${folder}/`));
      if (!rule || target === null || rule[1].some((folder) => target.startsWith(`${folder}/`))) return [];
      return [`${one.file} imports ${target}: only ${rule[1].join(', ')} may be used there.`];
    });
    expect(wrong).toEqual([]);
  });

  it('lets only the Electron shell know Electron, and only the page know React', () => {
    const wrong = imports.filter(
      ({ file, specifier }) =>
        (/^electron(\/|$)/.test(specifier) && !file.startsWith('src-main/electron/')) ||
        (/^react(-dom|-intl)?(\/|$)/.test(specifier) && !file.startsWith('src-renderer/')),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps src-shared free of Node and the DOM', () => {
    const wrong = imports.filter(
      ({ file, specifier }) => file.startsWith('src-shared/') && specifier.startsWith('node:'),
    );
    expect(wrong).toEqual([]);
  });
});

describe('effects in the core', () => {
  const DOORS = [/^src-main\/core\/lib\/(clock|random|disk)\.ts$/, /^src-main\/core\/logging\/.*sink.*\.ts$/];
  const EFFECTS = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b/;

  it('come through ports: no file of the core reads clock, chance or environment by itself (the lint rules deny the other globals)', () => {
    const wrong = files
      .filter((file) => file.startsWith('src-main/core/') && !DOORS.some((door) => door.test(file)))
      .flatMap((file) =>
        readFileSync(join(ROOT, file), 'utf8')
          .split('\n')
          .map((line, index) => ({ line, place: `${file}:${index + 1}` }))
          .filter(({ line }) => EFFECTS.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line)),
      )
      .map(({ line, place }) => `${place}: ${line.trim()}`);
    expect(wrong).toEqual([]);
  });
});

describe('names', () => {
  it('say what a file is about: no utils, helpers, types or barrel files, no default exports, no enums', () => {
    const badNames = files.filter((file) => /(^|\/)(utils?|helpers?|types|index)\.tsx?$/.test(file));
    const badExports = files.filter((file) =>
      /^\s*(export default|export (const )?enum)\b/m.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect([...badNames, ...badExports]).toEqual([]);
  });
});
