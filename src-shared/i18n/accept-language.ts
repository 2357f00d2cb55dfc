import { type Locale, matchLocale } from './locale.ts';

/** The best language of ours for an `Accept-Language` header (RFC 9110 section 12.5.4); English without one. */
export function localeOfHeader(header: string | null | undefined): Locale {
  const ranges = (header ?? '')
    .slice(0, MAX_HEADER_CHARS)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return matchLocale(ranges.map(({ tag }) => tag));
}

/** Longer headers are cut: nobody speaks that many languages. */
const MAX_HEADER_CHARS = 500;
