import { describe, expect, it } from 'vitest';
import { readServingHours, servingHoursText } from '../../../src-main/core/settings/serving-hours.ts';

describe('the hours of an account', () => {
  it.each([
    ['09:00-18:00', 540, 1_080],
    ['22:30-06:00', 1_350, 360],
    ['18:00-00:00', 1_080, 0],
    ['00:00-24:00', 0, 1_440],
  ])('%s are read and written the same', (text, fromMinute, toMinute) => {
    expect(readServingHours(text)).toEqual({ fromMinute, toMinute });
    expect(servingHoursText({ fromMinute, toMinute })).toBe(text);
  });

  it.each([
    '09:00-09:00',
    '24:00-09:00',
    '09:00-24:01',
    '9:00-18:00',
    '09:60-18:00',
    '09:00 - 18:00',
    '09:00-18:00 ',
    '',
  ])('“%s” are refused', (text) => {
    expect(readServingHours(text)).toBeNull();
  });
});
