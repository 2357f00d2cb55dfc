import { expect, it } from 'vitest';
import { doctorWordsEn } from '../../../src-shared/i18n/doctor-words-en.ts';
import { doctorWordsZhCn } from '../../../src-shared/i18n/doctor-words-zh-cn.ts';

const placesOf = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

it('the doctor’s Chinese has the messages and places of the English', () => {
  expect(Object.keys(doctorWordsZhCn)).toEqual(Object.keys(doctorWordsEn));
  for (const [id, text] of Object.entries(doctorWordsEn)) {
    expect(placesOf(doctorWordsZhCn[id as keyof typeof doctorWordsEn]), id).toEqual(placesOf(text));
  }
});
