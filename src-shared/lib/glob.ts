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
 * Orders patterns by how much they say, the most specific first: names without a wildcard, then by the number
 * of fixed characters, then by fewer stars. Returns 0 for equals, which a stable sort leaves as they stand.
 */
export function compareSpecificity(a: string, b: string): number {
  const wildA = /[*?]/.test(a);
  if (wildA !== /[*?]/.test(b)) return wildA ? 1 : -1;
  return fixedCharacters(b) - fixedCharacters(a) || starCount(a) - starCount(b);
}

function fixedCharacters(pattern: string): number {
  return pattern.replace(/[*?]/g, '').length;
}

function starCount(pattern: string): number {
  return pattern.split('*').length - 1;
}
