import { describe, expect, it } from 'vitest';
import {
  readCandidate,
  withoutRepeats,
} from '../../../src-main/headless/commands/routes-change-candidates.ts';
import { account } from '../management/fixtures.ts';

const subscription = (id: string, email: string, change = {}) =>
  account({ id, name: email, provider: 'Claude', accountEmail: email, ...change });
const key = (id: string, name: string, provider = name) =>
  account({ id, name, provider, accountEmail: null, kind: 'api-key' });

const ACCOUNTS = [
  subscription('aaaaaaaaaaaa', 'work@studio.dev', { name: 'Work' }),
  subscription('bbbbbbbbbbbb', 'home@studio.dev'),
  key('cccccccccccc', 'Backup'),
  key('dddddddddddd', 'a=b'),
  key('eeeeeeeeeeee', 'Labelled', 'Vendor'),
];

/** The candidates that a word means, as `provider email model`. */
function read(word: string, accounts = ACCOUNTS) {
  const reading = readCandidate(word, accounts);
  if (reading.kind !== 'candidates') return reading;
  return reading.candidates.map(({ provider, accountEmail, model }) =>
    [provider, accountEmail ?? '-', model ?? '-'].join(' '),
  );
}

describe('a candidate on the command line', () => {
  it.each([
    ['aaaaaaaaaaaa', ['Claude work@studio.dev -']],
    ['HOME@studio.dev', ['Claude home@studio.dev -']],
    ['work', ['Claude work@studio.dev -']],
    ['backup', ['Backup - -']],
    ['vendor', ['Vendor - -']],
    ['Labelled=glm-5', ['Vendor - glm-5']],
    ['work=claude-haiku-4-5', ['Claude work@studio.dev claude-haiku-4-5']],
    ['a=b', ['a=b - -']],
    ['a=b=vendor-model', ['a=b - vendor-model']],
  ])('%s is one account', (word, candidates) => {
    expect(read(word)).toEqual(candidates);
  });

  it('that is a provider stands for all its accounts, in the user’s order', () => {
    expect(read('claude')).toEqual(['Claude work@studio.dev -', 'Claude home@studio.dev -']);
    expect(read('Claude=m')).toEqual(['Claude work@studio.dev m', 'Claude home@studio.dev m']);
  });

  it('that names several accounts of several providers is asked for by id', () => {
    const twins = [
      subscription('aaaaaaaaaaaa', 'x@y.dev'),
      subscription('bbbbbbbbbbbb', 'x@y.dev', { provider: 'B' }),
    ];
    expect(read('x@y.dev=m', twins)).toEqual({
      kind: 'ambiguous',
      name: 'x@y.dev',
      ids: ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'],
    });
  });

  it('that nobody is called brings the nearest name', () => {
    expect(read('bakcup')).toEqual({ kind: 'unknown', name: 'bakcup', near: 'Backup' });
    expect(read('bakcup=m')).toEqual({ kind: 'unknown', name: 'bakcup', near: 'Backup' });
    expect(read('nobody-like-this')).toEqual({ kind: 'unknown', name: 'nobody-like-this', near: null });
    expect(read('=m')).toMatchObject({ kind: 'unknown', name: '' });
  });

  it('needs a model behind its sign', () => {
    expect(read('work=')).toEqual({ kind: 'no-model', name: 'work' });
  });

  it('counts at its first place only', () => {
    const candidates = ['work=m', 'claude', 'backup', 'cccccccccccc'].flatMap((word) => {
      const reading = readCandidate(word, ACCOUNTS);
      return reading.kind === 'candidates' ? reading.candidates : [];
    });
    expect(withoutRepeats(candidates).map(({ accountName, model }) => [accountName, model])).toEqual([
      ['Work', 'm'],
      ['home@studio.dev', null],
      ['Backup', null],
    ]);
  });
});
