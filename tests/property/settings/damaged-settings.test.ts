import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkDocument } from '../../../src-main/core/settings/check-document.ts';
import { parseSettings } from '../../../src-main/core/settings/parse-settings.ts';
import { formatOfFile } from '../../../src-main/core/settings/read-document.ts';
import { problemText } from '../../../src-main/core/settings/settings-problem.ts';

const VECTORS = join(import.meta.dirname, '../../vectors/settings');
const SECRET = 'sk-ant-oat01-Zq7Xv9Rt2Lm4Kp8Wd3Hs6Jb1Nf5Gc0Ya-Zq7Xv9Rt2Lm4Kp8Wd3Hs6Jb1Nf5Gc0Ya';

/** Every vector that is accepted, with one and the same long secret in place of those that it holds. */
const files = readdirSync(VECTORS)
  .filter((name) => formatOfFile(name) !== null)
  .map((name) => ({
    name,
    text: readFileSync(join(VECTORS, name), 'utf8').replaceAll(/"sk-[^"]*"/g, `"${SECRET}"`),
  }));

type Damage = (text: string, at: number) => string;

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.constant<Damage>((text, at) => text.slice(0, at)),
  fc.integer({ min: 1, max: 40 }).map(
    (length): Damage =>
      (text, at) =>
        text.slice(0, at) + text.slice(at + length),
  ),
  fc
    .constantFrom(
      '\t',
      '"',
      "'",
      ':',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      '#',
      '- ',
      '*x',
      '&x ',
      '<<: ',
      '\\',
      '=',
      '!!binary ',
      '\u0000',
    )
    .map(
      (sign): Damage =>
        (text, at) =>
          text.slice(0, at) + sign + text.slice(at),
    ),
  fc.constant<Damage>((text, at) => {
    const lines = text.split('\n');
    const line = at % lines.length;
    return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join('\n');
  }),
  fc.constantFrom('null', 'true', '[]', '{}', '-1', '1e999', '""', '2026-01-01').map(
    (value): Damage =>
      (text, at) => {
        const end = text.indexOf('\n', at);
        const start = text.lastIndexOf(text.includes(' = ') ? '= ' : ': ', end);
        return start < 0 ? text : text.slice(0, start + 2) + value + text.slice(end);
      },
  ),
);

it('a damaged settings file is read or refused with a sentence, and never repeats a secret', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(fc.tuple(damage, fc.nat()), { minLength: 1, maxLength: 3 }),
      async ({ name, text }, damages) => {
        const damaged = damages.reduce(
          (now, [apply, at]) => apply(now, now.length === 0 ? 0 : at % now.length),
          text,
        );
        const parsed = await parseSettings(damaged, { file: name, format: formatOfFile(name)! });
        const problems = parsed.ok ? parsed.warnings : parsed.errors;
        if (!parsed.ok) expect(problems.length).toBeGreaterThan(0);
        for (const problem of problems) {
          const inChinese = problemText(problem, 'zh-CN');
          expect(problem.message).toMatch(/^[\w-]+\.(yaml|toml)(, line \d+, column \d+)?: \S.+[.?]$/);
          expect(inChinese).toMatch(/^[\w-]+\.(yaml|toml)(，第 \d+ 行第 \d+ 列)?：\S.+[。？]$/);
          expect(problem.says.id).not.toBe('wrong');
          for (const sentence of [problem.message, inChinese]) {
            expect(sentence).not.toContain(SECRET.slice(13, 33));
            expect(sentence).not.toMatch(/\{(max|from|to|near|reason|says)\}/);
          }
        }
      },
    ),
    { numRuns: 400 },
  );
});

it('a document of any values at all is checked without throwing', () => {
  const keys = fc.constantFrom(
    'server',
    'providers',
    'oauth_providers',
    'model_routes',
    'settings',
    'name',
    'host',
    'auth_mode',
    'oauth',
    '__proto__',
    'anthropic',
    '*',
    'logging',
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(
        null,
        undefined,
        true,
        0,
        Number.NaN,
        '',
        'oauth',
        'random',
        '0.0.0.0',
        'env:',
        'https://x',
      ),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(value, (document) => {
      const checked = checkDocument(document);
      if (!checked.ok) expect(checked.errors.length).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
});
