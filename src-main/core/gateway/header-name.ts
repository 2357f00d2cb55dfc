import { remember } from '../lib/remember.ts';

/** A token of RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** More and longer names than any client and upstream use; longer ones are worked out each time. */
const MAX_REMEMBERED = 1_000;
const MAX_LENGTH = 64;

const shortName = remember(MAX_REMEMBERED, lowerCased);

/** A header's name in lower case, or null where it is none. The same few names come with every request. */
export function headerName(name: string): string | null {
  return name.length <= MAX_LENGTH ? shortName(name) : lowerCased(name);
}

function lowerCased(name: string): string | null {
  return TOKEN.test(name) ? name.toLowerCase() : null;
}
