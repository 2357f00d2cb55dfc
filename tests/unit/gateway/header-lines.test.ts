import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  HeaderLines,
  HeaderNames,
  headerLine,
  InvalidHeaderError,
} from '../../../src-main/core/gateway/header-lines.ts';

/** The lines of a text that are known to be good. */
function linesOf(text: string): HeaderLines {
  const lines = HeaderLines.parse(text);
  if (lines === null) throw new Error(`No header lines: ${JSON.stringify(text)}`);
  return lines;
}

const TOKEN = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALL_BYTES = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
const IN_VALUE = ALL_BYTES.filter((char) => char === '\t' || (char >= ' ' && char !== '\x7f'));

const names = fc.string({ unit: fc.constantFrom(...TOKEN), minLength: 1, maxLength: 20 });
const values = fc.string({ unit: fc.constantFrom(...IN_VALUE), maxLength: 30 });
const trimmed = (value: string) => value.replace(/^[ \t]+|[ \t]+$/g, '');

/** How many lines have this name, in lower case. */
const countOf = (lines: HeaderLines, name: string) =>
  Array.from({ length: lines.count }, (_, line) => lines.isNamed(line, name)).filter(Boolean).length;

describe('header lines are read', () => {
  it('from any place in a larger buffer, up to any other', () => {
    const block = 'Host: a\r\nX-B:b\r\n';
    for (const before of ['', 'GET / HTTP/1.1\r\n', 'x: y\r\n', '\r\n\0']) {
      for (const behind of ['', '\r\n', 'z: 1\r\n', '\0\xff', ' folded\r\n']) {
        const bytes = Buffer.from(before + block + behind, 'latin1');
        const end = before.length + block.length;
        const lines = HeaderLines.read(bytes, bytes.toString('latin1'), before.length, end);
        expect(lines?.list()).toEqual(['Host', 'a', 'X-B', 'b']);
        expect(lines?.text()).toBe(block);
        // One byte more or less is another text.
        for (const [from, to] of [
          [before.length, end - 1],
          [before.length, end - 2],
          [before.length + 4, end],
        ] as const) {
          expect(HeaderLines.read(bytes, bytes.toString('latin1'), from, to)).toBeNull();
        }
        if (behind !== '' && behind !== 'z: 1\r\n') {
          expect(HeaderLines.read(bytes, bytes.toString('latin1'), before.length, bytes.length)).toBeNull();
        }
      }
    }
  });

  it('where there are none', () => {
    const none = HeaderLines.read(Buffer.from('x: y'), 'x: y', 2, 2);
    expect(none?.count).toBe(0);
    expect(none?.list()).toEqual([]);
    expect(none?.record()).toEqual({});
    expect(none?.text()).toBe('');
    expect(none?.get('x')).toBeUndefined();
    expect(none?.linesWithPrefix('')).toBe('');
  });

  it.each([
    ['without a colon', 'a: 1\r\nnone\r\n'],
    ['with nothing at all', 'a: 1\r\n\r\n'],
    ['without a name', ': 1\r\n'],
    ['with a blank before the colon', 'a : 1\r\n'],
    ['with a tab before the colon', 'a\t: 1\r\n'],
    ['with a blank in its name', 'a b: 1\r\n'],
    ['that goes on behind a blank', 'a: 1\r\n b\r\n'],
    ['that goes on behind a tab', 'a: 1\r\n\tb\r\n'],
    ['that begins with a blank', ' a: 1\r\n'],
    ['that looks like a folded one with a name', 'a: 1\r\n b: 2\r\n'],
    ['with a bare CR', 'a: 1\rb: 2\r\n'],
    ['with a CR too many', 'a: 1\r\r\n'],
    ['with a bare LF', 'a: 1\nb: 2\r\n'],
    ['with LF alone at its end', 'a: 1\n'],
    ['with CR alone at its end', 'a: 1\r'],
    ['with CR and another byte at its end', 'a: 1\rxb: 2\r\n'],
    ['with another byte and LF at its end', 'a: 1\0\nb: 2\r\n'],
    ['with LF before CR', 'a: 1\n\r'],
    ['without an end', 'a: 1'],
    ['without a value or an end', 'a:'],
    ['of which the last has no end', 'a: 1\r\nb: 2'],
    ['with a byte behind the last end', 'a: 1\r\nb'],
    ['with a CR behind the last end', 'a: 1\r\n\r'],
  ])('but not a line %s', (_, text) => {
    expect(HeaderLines.parse(text)).toBeNull();
    expect(HeaderLines.parse(`host: a\r\n${text}`)).toBeNull();
  });

  it('with a token for a name and with nothing else, byte by byte', () => {
    for (const char of ALL_BYTES) {
      const isGood = TOKEN.includes(char);
      for (const name of [char, `${char}a`, `a${char}`, `a${char}a`]) {
        // The first colon ends a name, so what stands behind it is a value.
        const expected = isGood ? name : char === ':' && name[0] === 'a' ? 'a' : undefined;
        expect(HeaderLines.parse(`${name}: 1\r\n`)?.list()[0], JSON.stringify(name)).toBe(expected);
      }
    }
  });

  it('with a value of visible characters, blanks, tabs and high bytes, and with nothing else', () => {
    for (const char of ALL_BYTES) {
      const list = IN_VALUE.includes(char) ? ['x', `a${char}b`] : undefined;
      expect(HeaderLines.parse(`x: a${char}b\r\n`)?.list(), JSON.stringify(char)).toEqual(list);
      expect(HeaderLines.parse(`x:${char}\r\n`) !== null).toBe(list !== undefined);
    }
  });

  it('and give back what made them, whatever it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values), { maxLength: 12 }), (headers) => {
        const text = headers.map(([name, value]) => `${name}:${value}\r\n`).join('');
        const lines = linesOf(text);
        expect(lines.text()).toBe(text);
        expect(lines.count).toBe(headers.length);
        const list = headers.flatMap(([name, value]) => [name, trimmed(value)]);
        expect(lines.list()).toEqual(list);
        expect(HeaderLines.of(lines.list())!.list()).toEqual(list);
        expect(headers.map(([name, value]) => headerLine(name, value)).join('')).toBe(
          HeaderLines.of(headers.flat())!.text(),
        );
        for (const [name] of headers) {
          const wanted = name.toLowerCase();
          const alike = headers.filter(([other]) => other.toLowerCase() === wanted);
          expect(countOf(lines, wanted)).toBe(alike.length);
          expect(lines.get(wanted)).toBe(alike.map(([, value]) => trimmed(value)).join(', '));
          expect(Object.entries(lines.record())).toContainEqual([wanted, lines.get(wanted)]);
        }
      }),
    );
  });
});

describe('header lines', () => {
  const lines = linesOf(
    'Host: a\r\nX-Two:  one \r\nHOST-x: b\r\nx-two:\t\ttwo,\t three\t \r\nX-TWO:\r\nx-two-more: \t \r\n',
  );

  it('are found by a name in lower case, however it came', () => {
    expect(lines.get('host')).toBe('a');
    expect(lines.get('hos')).toBeUndefined();
    expect(lines.get('host-')).toBeUndefined();
    expect(countOf(lines, 'host')).toBe(1);
    expect(countOf(lines, 'x-two')).toBe(3);
    expect(countOf(lines, 'nothing')).toBe(0);
    expect([0, 1, 2, 3, 4, 5].map((line) => lines.name(line))).toEqual([
      ...['host', 'x-two', 'host-x', 'x-two', 'x-two', 'x-two-more'],
    ]);
    expect([0, 1, 2, 3, 4, 5].filter((line) => lines.isNamed(line, 'x-two'))).toEqual([1, 3, 4]);
  });

  it('have the values of one name joined, each without the blanks and tabs around it', () => {
    expect(lines.get('x-two')).toBe('one, two,\t three, ');
    expect(lines.get('x-two-more')).toBe('');
    expect([0, 1, 3, 4, 5].map((line) => lines.value(line))).toEqual(['a', 'one', 'two,\t three', '', '']);
    expect(linesOf('x:\xa0\x85a\xa0\r\n').get('x')).toBe('\xa0\x85a\xa0');
  });

  it('are given out as a record and as a list', () => {
    expect(lines.record()).toEqual({
      host: 'a',
      'x-two': 'one, two,\t three, ',
      'host-x': 'b',
      'x-two-more': '',
    });
    expect(lines.list()).toEqual([
      ...['Host', 'a', 'X-Two', 'one', 'HOST-x', 'b', 'x-two', 'two,\t three', 'X-TWO', '', 'x-two-more', ''],
    ]);
  });

  it('come out in runs byte for byte as they came', () => {
    expect(lines.text(1, 3)).toBe('X-Two:  one \r\nHOST-x: b\r\n');
    expect(lines.text(3)).toBe('x-two:\t\ttwo,\t three\t \r\nX-TWO:\r\nx-two-more: \t \r\n');
    expect(lines.text(5, 6)).toBe('x-two-more: \t \r\n');
    expect(lines.text(2, 2)).toBe('');
    expect(lines.text(6, 6)).toBe('');
    expect(lines.text(0, 3) + lines.text(3, 6)).toBe(lines.text());
  });

  it('are found by how their names begin, scattered or together', () => {
    expect([0, 1, 2, 3, 4, 5].filter((line) => lines.hasPrefix(line, 'x-two'))).toEqual([1, 3, 4, 5]);
    expect(lines.hasPrefix(0, 'host')).toBe(true);
    expect(lines.hasPrefix(0, 'host:')).toBe(false);
    expect(lines.hasPrefix(2, 'host-x:')).toBe(false);
    expect(lines.hasPrefix(0, 'host-x')).toBe(false);
    expect(lines.linesWithPrefix('host')).toBe('Host: a\r\nHOST-x: b\r\n');
    expect(lines.linesWithPrefix('x-two')).toBe(`${lines.text(1, 2)}${lines.text(3, 6)}`);
    expect(lines.linesWithPrefix('x-two-')).toBe('x-two-more: \t \r\n');
    expect(lines.linesWithPrefix('y')).toBe('');
    expect(lines.linesWithPrefix('')).toBe(lines.text());
  });

  it('are held against sets of names, of which several may be equally long', () => {
    const set = new HeaderNames(['te', 'host', 'date', 'vary', 'x-two', 'constructor']);
    const held = linesOf(
      'DATE: 1\r\nHost: 1\r\nVarx: 1\r\nTE: 1\r\nt: 1\r\nhos: 1\r\nhosts: 1\r\nX-Two: 1\r\n',
    );
    expect(Array.from({ length: held.count }, (_, line) => held.isOneOf(line, set))).toEqual([
      ...[true, true, false, true, false, false, false, true],
    ]);
    expect(held.isOneOf(0, new HeaderNames([]))).toBe(false);
    expect(set.indexOf('a vary b', 2, 6)).toBe(3);
    expect(set.indexOf('a vary b', 2, 5)).toBe(-1);
    expect(set.indexOf('vary', 1, 5)).toBe(-1);
  });

  it('do not take characters for alike that differ in the bit of the case alone', () => {
    const odd = linesOf('a^b: 1\r\na~b: 2\r\n');
    expect(odd.record()).toEqual({ 'a^b': '1', 'a~b': '2' });
    expect(countOf(odd, 'a~b')).toBe(1);
    expect(new HeaderNames(['x-a']).indexOf('x\ra', 0, 3)).toBe(-1);
  });

  it('may be named like what every object has', () => {
    const odd = linesOf('constructor: a\r\n__proto__: b\r\nToString: c\r\n__PROTO__: d\r\n');
    expect(odd.get('constructor')).toBe('a');
    expect(odd.get('__proto__')).toBe('b, d');
    expect(odd.get('tostring')).toBe('c');
    expect(linesOf('a: b\r\n').get('constructor')).toBeUndefined();
    expect(linesOf('a: b\r\n').isOneOf(0, new HeaderNames(['constructor', '__proto__']))).toBe(false);
    const record = odd.record();
    expect(Object.keys(record).sort()).toEqual(['__proto__', 'constructor', 'tostring']);
    expect(Object.getOwnPropertyDescriptor(record, '__proto__')?.value).toBe('b, d');
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
  });
});

/** What ends a line early, what has a low byte that does, and what latin1 has no character for. */
const BAD_IN_VALUE = [...'\r\n\0\x01\x0b\x1f\x7f\u010a\u010d\u0100\u20ac😀', '\ud800', '\udc0a'];
const BAD_IN_NAME = [...' \t:\r\n\0()<>@,;\\"/[]?={}\x7f\x80\xe4\xff', '\u010a', '\u212a', '\ud800', '😀'];

describe('header lines from a list', () => {
  it('have its names and values', () => {
    const list = ['Host', 'a', 'x-empty', '', 'X-High', '\xe4\xff', 'host', 'b'];
    expect(HeaderLines.of(list)?.list()).toEqual(list);
    expect(HeaderLines.of(list)?.text()).toBe('Host: a\r\nx-empty: \r\nX-High: \xe4\xff\r\nhost: b\r\n');
    expect(HeaderLines.of([])?.count).toBe(0);
  });

  it('are none where a name or a value is none', () => {
    for (const name of ['', ' ', 'a b', 'a\t', 'a\r', 'a\n', 'n\xe4me', 'a\0', ' a']) {
      expect(HeaderLines.of(['a', 'b', name, 'c']), JSON.stringify(name)).toBeNull();
    }
    for (const value of ['a\rb', 'a\nb', 'a\0', '\x7f', '\r', '\n', 'a\r\n', 'a\r\nb', 'a\r\n b']) {
      expect(HeaderLines.of(['a', value, 'b', 'c']), JSON.stringify(value)).toBeNull();
    }
  });

  it('are never more than the list has', () => {
    expect(HeaderLines.of(['a', 'b\r\nc: d'])).toBeNull();
    expect(HeaderLines.of(['a: b\r\nc', 'd'])).toBeNull();
    expect(HeaderLines.of(['a: b', 'c'])).toBeNull();
  });

  it('are none where a character is outside latin1, even if its low byte is not', () => {
    for (const char of BAD_IN_VALUE.filter((bad) => bad > '\xff')) {
      expect(HeaderLines.of(['a', `b${char}c`]), JSON.stringify(char)).toBeNull();
      expect(HeaderLines.parse(`a: b${char}c\r\n`), JSON.stringify(char)).toBeNull();
    }
    expect(HeaderLines.parse('a: b\u010d\u010ac: d\r\n')).toBeNull();
  });
});

describe('a header line to be sent', () => {
  it('has its name, its value and its end', () => {
    expect(headerLine('x-api-key', 'sk')).toBe('x-api-key: sk\r\n');
    expect(headerLine(TOKEN, IN_VALUE.join(''))).toBe(`${TOKEN}: ${IN_VALUE.join('')}\r\n`);
    expect(headerLine('x', '')).toBe('x: \r\n');
  });

  it('is refused with the name where its value would end it early or is outside latin1', () => {
    for (const char of BAD_IN_VALUE) {
      for (const value of [char, `a${char}`, `${char}a`, `a${char}b`]) {
        expect(() => headerLine('x-of-me', value), JSON.stringify(value)).toThrow(InvalidHeaderError);
        expect(() => headerLine('x-of-me', value)).toThrow(/"x-of-me"/);
      }
    }
  });

  it('is refused where its name is no token', () => {
    expect(() => headerLine('', 'a')).toThrow(InvalidHeaderError);
    for (const char of BAD_IN_NAME) {
      for (const name of [char, `a${char}`, `${char}a`, `a${char}b`]) {
        expect(() => headerLine(name, 'v'), JSON.stringify(name)).toThrow(InvalidHeaderError);
        expect(() => headerLine(name, 'v')).toThrow(`"${name}"`);
      }
    }
  });

  it('is refused without its value being told, which may be a secret', () => {
    const attempt = () => headerLine('authorization', 'Bearer s3cr3t\n');
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_CHAR', name: 'InvalidHeaderError' }),
    );
    expect(attempt).toThrow(/^(?!.*s3cr3t)/s);
  });
});
