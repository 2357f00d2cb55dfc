const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 24 * 3_600_000,
  w: 7 * 24 * 3_600_000,
};

/**
 * A moment as people write it: how long ago (`30m`, `12h`, `7d`, `2w`), a local day (`2026-11-22`, its beginning) or
 * an RFC 3339 time. In ms since the epoch; null for anything else.
 */
export function momentOf(text: string, now: number): number | null {
  const ago = /^(\d{1,5})([mhdw])$/.exec(text.trim());
  if (ago) return Math.max(0, now - Number(ago[1]) * UNIT_MS[ago[2]!]!);
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  if (day) {
    const [year, month, date] = day.slice(1).map(Number) as [number, number, number];
    const local = new Date(year, month - 1, date);
    return local.getMonth() === month - 1 && local.getDate() === date ? local.getTime() : null;
  }
  const isTime = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})?$/.test(
    text.trim(),
  );
  const at = isTime ? Date.parse(text.trim()) : Number.NaN;
  return Number.isNaN(at) || at < 0 ? null : at;
}
