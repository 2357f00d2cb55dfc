/** A moment in RFC 3339, in UTC with milliseconds; `at` is ms since the Unix epoch. */
export function rfc3339(at: number): string {
  return new Date(at).toISOString();
}
