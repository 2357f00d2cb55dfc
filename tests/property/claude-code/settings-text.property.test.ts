import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  connect,
  disconnect,
  KEEPING_SIGN_IN,
  KEY,
  parsed,
  WITH_KEY,
} from '../../unit/claude-code/connecting.ts';

const blanks = fc.stringMatching(/^[ \t]{0,3}(?:\r?\n[ \t]{0,4})?$/);
const name = fc.oneof(
  fc.constantFrom('env', 'A', 'ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_CUSTOM_HEADERS'),
  fc.string({ maxLength: 6, unit: 'grapheme' }),
);

/** A value written by hand: any white space, any order, names twice, escapes. */
const { object } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(
      fc.string({ maxLength: 8, unit: 'grapheme' }).map((text) => JSON.stringify(text)),
      fc.constantFrom('null', 'true', '-0', '1e400', '"\\u007b\\/"', '"X: 1\\nx-team: 2"'),
    ),
    tie('object'),
    tie('list'),
  ),
  object: fc
    .array(fc.tuple(blanks, name, blanks, blanks, tie('value'), blanks), { maxLength: 4 })
    .chain((members) =>
      blanks.map((inside) =>
        members.length === 0
          ? `{${inside}}`
          : `{${members.map(([a, key, b, c, raw, d]) => `${a}${JSON.stringify(key)}${b}:${c}${raw}${d}`).join(',')}}`,
      ),
    ),
  list: fc.array(tie('value'), { maxLength: 3 }).map((values) => `[${values.join(', ')}]`),
}));

/** Whole files of which Claude Code would load every one. */
const file = fc
  .tuple(fc.constantFrom('', '\ufeff'), blanks, fc.oneof(object, object, fc.constant('')), blanks)
  .map((parts) => parts.join(''))
  .filter((text) => {
    const { env } = parsed(text);
    return env === undefined || env === null || (typeof env === 'object' && !Array.isArray(env));
  });

const OURS = /^ANTHROPIC_(BASE_URL|AUTH_TOKEN|CUSTOM_HEADERS)$/;

/** Everything but our variables and an empty `env`. */
function others(text: string) {
  const { env, ...rest } = parsed(text);
  return { rest, env: Object.fromEntries(Object.entries(env ?? {}).filter(([one]) => !OURS.test(one))) };
}

describe('any settings file', () => {
  it('keeps all other values when it is connected, and every byte when it is disconnected', () => {
    fc.assert(
      fc.property(file, fc.constantFrom(WITH_KEY, KEEPING_SIGN_IN), (text, connection) => {
        const { settings, memory } = connect(text, connection);
        expect(others(settings.text)).toEqual(others(text));
        expect(parsed(settings.text).env?.['ANTHROPIC_BASE_URL']).toBe(connection.baseUrl);
        const carrier = connection.keepSignIn ? 'ANTHROPIC_CUSTOM_HEADERS' : 'ANTHROPIC_AUTH_TOKEN';
        expect(parsed(settings.text).env?.[carrier]).toContain(KEY);
        expect(disconnect(settings, memory)).toBe(text);
        expect(parsed(disconnect(settings, { ...memory, undo: [] }))).toEqual(parsed(text));
      }),
      { numRuns: 400 },
    );
  });

  it('keeps a value that its user adds in between', () => {
    fc.assert(
      fc.property(file, fc.constantFrom(WITH_KEY, KEEPING_SIGN_IN), (text, connection) => {
        const { settings, memory } = connect(text, connection);
        const edited = settings.text.replace('{', '{"added later": 1, ');
        const after = disconnect(edited, memory);
        expect(parsed(after)).toEqual({ ...parsed(text), 'added later': 1 });
        expect(after).not.toContain(KEY);
      }),
      { numRuns: 200 },
    );
  });
});
