/** A token of RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** More and longer names than any client and upstream use; what goes beyond is worked out each time. */
const MAX_REMEMBERED = 1_000;
const MAX_LENGTH = 64;

const remembered = new Map<string, string>();

/** A header's name in lower case, or null where it is none. The same few names come with every request. */
export function headerName(name: string): string | null {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (!TOKEN.test(name)) return null;
  const lower = name.toLowerCase();
  if (remembered.size < MAX_REMEMBERED && name.length <= MAX_LENGTH) remembered.set(name, lower);
  return lower;
}
