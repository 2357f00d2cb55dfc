import { fileURLToPath } from 'node:url';

/**
 * Where the tests build the page to. Not `dist`: whoever builds the app meanwhile would take the files away
 * under a running test.
 */
export const PAGE_FOLDER = fileURLToPath(new URL('../../../.cache/browser-tests/page/', import.meta.url));
