import type { ServingHours } from './settings.ts';

const MINUTES_PER_DAY = 24 * 60;

/** The form of `hours`; the end may be 24:00, the midnight that ends the day. */
const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Reads `09:00-18:00`; null where it is no span of a day, also where both ends are the same. */
export function readServingHours(text: string): ServingHours | null {
  const match = HOURS.exec(text);
  if (match === null) return null;
  const [, fromHour, fromMinutes, toHour, toMinutes] = match;
  const fromMinute = Number(fromHour) * 60 + Number(fromMinutes);
  const toMinute = toHour === undefined ? MINUTES_PER_DAY : Number(toHour) * 60 + Number(toMinutes);
  return fromMinute === toMinute ? null : { fromMinute, toMinute };
}

/** The span as people write it, `09:00-18:00`. */
export function servingHoursText({ fromMinute, toMinute }: ServingHours): string {
  return `${timeText(fromMinute)}-${timeText(toMinute)}`;
}

function timeText(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
