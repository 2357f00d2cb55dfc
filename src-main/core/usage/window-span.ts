import { type ModelFamily, modelFamily } from '../providers/model-family.ts';

const HOUR_MS = 3_600_000;

/** What the name of a quota window tells. */
export interface WindowSpan {
  readonly lengthMs: number;
  /** The family whose requests count towards it; null for all of them. */
  readonly family: ModelFamily | null;
}

/** Reads names like `5h`, `7d` and `7d_opus`; null where the name tells no length, or limits something else than models. */
export function windowSpan(name: string): WindowSpan | null {
  const match = /^(\d{1,3})([hd])(?:_(\w+))?$/.exec(name);
  if (match === null) return null;
  const [, count, unit, suffix] = match;
  const family = suffix === undefined ? null : modelFamily(suffix);
  if (family === 'other') return null;
  return { lengthMs: Number(count) * (unit === 'h' ? 1 : 24) * HOUR_MS, family };
}

/** True where a request to `model` counts towards a window of this span. */
export function countsTowards(span: WindowSpan, model: string): boolean {
  return span.family === null || span.family === modelFamily(model);
}
