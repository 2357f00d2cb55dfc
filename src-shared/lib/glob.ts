/**
 * Globs on model names: `*` stands for any text, `?` for one character, everything else for itself, without
 * regard to case. Matching takes at most pattern × text steps; no pattern can make it run away.
 */

/** True when the whole of `text` matches `pattern`. */
export function matchesGlob(pattern: string, text: string): boolean {
  return matchesLowered(pattern.toLowerCase(), text.toLowerCase());
}

/** As `matchesGlob`, for a pattern and a text that are in lower case already. */
export function matchesLowered(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  // The last star seen, and the first character of the text that it does not cover yet.
  let star = -1;
  let resumeAt = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === '*') {
      star = p++;
      resumeAt = t;
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/**
 * Orders `items` by their patterns so that a pattern comes before every wider one, e.g. `*opus-5*` before `*opus*`
 * before `*`. Where neither is wider (`claude-*` and `*opus*`), the given order stays.
 */
export function mostSpecificFirst<T>(items: readonly T[], patternOf: (item: T) => string): readonly T[] {
  const left = [...items];
  const ordered: T[] = [];
  while (left.length > 0) {
    const next = left.findIndex(
      (item) => !left.some((other) => isNarrower(patternOf(other), patternOf(item))),
    );
    ordered.push(...left.splice(Math.max(0, next), 1));
  }
  return ordered;
}

function isNarrower(a: string, b: string): boolean {
  return covers(b, a) && !covers(a, b);
}

/**
 * True when `wide` surely matches whatever `narrow` matches: `narrow` itself, read as a text, must match, its stars
 * being covered by stars. A `?` cannot cover a star, so such pairs are left undecided.
 */
function covers(wide: string, narrow: string): boolean {
  return !(wide.includes('?') && narrow.includes('*')) && matchesGlob(wide, narrow);
}
