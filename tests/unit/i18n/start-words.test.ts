import { describe, expect, it } from 'vitest';
import { ioReason, ioReasonIn } from '../../../src-main/core/lib/io-failure.ts';
import { textsOf } from '../../../src-main/core/lib/localized-failure.ts';
import { RotaError } from '../../../src-main/core/lib/result.ts';
import {
  errorText,
  failAs,
  failStart,
  sentenceOf,
  startError,
  startText,
} from '../../../src-main/core/lib/start-failure.ts';
import { parseKeyStoreChoice } from '../../../src-main/core/vault/choose-key-store.ts';
import { startWordsEn } from '../../../src-shared/i18n/start-words-en.ts';
import { startWordsZhCn } from '../../../src-shared/i18n/start-words-zh-cn.ts';

const placesOf = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

describe('what keeps Rota from starting', () => {
  it('has the same messages and places in both languages', () => {
    expect(Object.keys(startWordsZhCn)).toEqual(Object.keys(startWordsEn));
    for (const [id, text] of Object.entries(startWordsEn)) {
      expect(placesOf(startWordsZhCn[id as keyof typeof startWordsEn]), id).toEqual(placesOf(text));
    }
  });

  it('fills a place with the text of the same language', () => {
    const reason = ioReasonIn({ code: 'EROFS' });
    const { error } = failStart('write-failed', 'folder.unusable', { path: '/d', reason });
    expect(error.message).toBe('The folder /d cannot be used, because the file system is read-only (EROFS).');
    expect(error.texts['zh-CN']).toBe('无法使用文件夹 /d：文件系统是只读的（EROFS）。');
  });

  it('names an unusual system error by its code, and no error of another kind', () => {
    expect(ioReason({ code: 'EWEIRD' })).toBe('of system error EWEIRD');
    expect(ioReason({ code: 'constructor' })).toBe('of system error constructor');
    expect(ioReason(new Error('x'))).toBe('of an unexpected error');
  });

  it('keeps its languages under another code, inside another sentence and as the error of a start', () => {
    const inner = failStart('locked', 'keyStore.locked').error;
    expect(failAs('unavailable', inner).error).toMatchObject({ code: 'unavailable', texts: inner.texts });
    const outer = startText('keyStore.others', { problem: sentenceOf(inner) });
    expect(outer['zh-CN']).toContain(inner.texts['zh-CN']);
    const error = startError(inner);
    expect(errorText(error, 'zh-CN')).toBe('系统钥匙串已锁定，请求解锁时未被解锁。');
    expect(errorText(error, 'en')).toBe(inner.message);
  });

  it('stays English where the core words it in English only', () => {
    const error = new RotaError('some-code', 'Something.');
    expect(errorText(error, 'zh-CN')).toBe('Something.');
    expect(sentenceOf({ code: 'some-code', message: 'Something.' })['zh-CN']).toBe('Something.');
  });

  it('names the key stores that there are', () => {
    const wrong = parseKeyStoreChoice('constructor');
    expect(wrong.ok ? null : textsOf(wrong.error)?.['zh-CN']).toContain('keychain、file');
    expect(parseKeyStoreChoice('file')).toEqual({ ok: true, value: 'file' });
  });
});
