import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../bench/options.ts';

const parse = (...args: string[]) =>
  parseOptions(args, ['small', 'soak'], { reportFile: 'report.md', rotaProgram: 'rota.js' });

describe('the command line of the benchmark', () => {
  it('runs everything in five rounds and writes the report when nothing is said', () => {
    expect(parse()).toEqual({
      rounds: 5,
      only: [],
      quick: false,
      rotaProgram: 'rota.js',
      withoutNginx: false,
      reportFile: 'report.md',
    });
  });

  it('writes no report after a part of the run, unless told where', () => {
    expect(parse('--only', 'small').reportFile).toBeNull();
    expect(parse('--quick').reportFile).toBeNull();
    expect(parse('--quick', '--out', 'other.md').reportFile).toBe('other.md');
  });

  it('takes several scenarios, with commas or one by one', () => {
    expect(parse('--only', 'small,soak').only).toEqual(['small', 'soak']);
    expect(parse('--only', 'small', '--only', 'soak').only).toEqual(['small', 'soak']);
  });

  it('leaves Rota out or takes another build of it', () => {
    expect(parse('--without-rota').rotaProgram).toBeNull();
    expect(parse('--rota', 'other.js').rotaProgram).toBe('other.js');
  });

  it('names the scenarios there are when one is unknown', () => {
    expect(() => parse('--only', 'smal')).toThrow('There is no scenario "smal"; there are small, soak.');
  });

  it.each(['0', '-1', '2.5', 'many'])('refuses %s rounds', (rounds) => {
    expect(() => parse(`--rounds=${rounds}`)).toThrow('whole number');
  });
});
