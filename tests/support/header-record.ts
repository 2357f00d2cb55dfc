import { HeaderLines } from '../../src-main/core/gateway/header-lines.ts';

/** Header lines of these names and values. */
export function headersFrom(record: Readonly<Record<string, string>>): HeaderLines {
  return HeaderLines.of(Object.entries(record).flat())!;
}
