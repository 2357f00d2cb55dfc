import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../src-main/core/settings/parse-settings.ts';
import { formatOfFile } from '../../../src-main/core/settings/read-document.ts';

const VECTORS = join(import.meta.dirname, '../../vectors/settings');

/** What a wrong vector says of itself in one of its first lines: `expect CODE at line N: SENTENCE`. */
function expectationIn(text: string) {
  const line =
    text.split('\n').find((candidate) => candidate.includes('expect ')) ??
    'expect empty: the document must not be empty';
  const [, code, number, says] = /expect ([a-z0-9-]+)(?: at line (\d+))?: (.*?)(?:",)?$/.exec(line)!;
  return { code, line: number === undefined ? null : Number(number), says };
}

function parseVector(folder: string, name: string) {
  const text = readFileSync(join(VECTORS, folder, name), 'utf8');
  return { text, parsed: parseSettings(text, { file: name, format: formatOfFile(name)! }) };
}

describe('a wrong settings file', () => {
  for (const name of readdirSync(join(VECTORS, 'wrong'))) {
    it(`is refused with code, line and key: ${name}`, async () => {
      const { text, parsed } = parseVector('wrong', name);
      const result = await parsed;
      if (result.ok) expect.unreachable('the file was accepted');
      const problem = result.errors[0]!;
      const { code, line, says } = expectationIn(text);

      expect(problem.code).toBe(code);
      expect(problem.line).toBe(line);
      const place = line === null ? '' : `, line ${line}, column ${problem.column}`;
      const end = says?.endsWith('?') ? '' : '.';
      expect(problem.message).toBe(`${name}${place}: ${says}${end}`);
      expect(result.errors).toHaveLength(1);
      expect(problem.message).not.toMatch(/sk-|second-half|12345678/);
    });
  }
});

describe('an odd settings file', () => {
  for (const name of readdirSync(join(VECTORS, 'odd'))) {
    it(`is accepted, with these warnings and no others: ${name}`, async () => {
      const { text, parsed } = parseVector('odd', name);
      const result = await parsed;
      if (!result.ok) expect.unreachable(result.errors[0]?.message);
      const expected = [...text.split('\n')[0]!.matchAll(/([a-z-]+) at line (\d+)/g)].map((m) => [
        m[1],
        Number(m[2]),
      ]);
      expect(result.warnings.map((warning) => [warning.code, warning.line]).sort()).toEqual(expected.sort());
    });
  }
});
