/**
 * The scheme of our own page. Unlike `file:` it gives the page an origin of its own, and no page can reach the
 * disk through it.
 */
export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'rota';

/** A place of the page, e.g. `/accounts`; `tray` is the small window at the icon. */
export type PagePlace = 'tray' | `/${string}`;

/** The address of the page at a place. */
export function pageAddress(place: PagePlace): string {
  return `${PAGE_SCHEME}://${PAGE_HOST}/index.html#${place}`;
}

/** Whether an address is our own page's. */
export function isOwnPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return protocol === `${PAGE_SCHEME}:` && host === PAGE_HOST;
}

/** The place of the page that an address of ours names. */
export function placeOf(address: string): PagePlace {
  const place = new URL(address).hash.slice(1);
  return place.startsWith('/') ? (place as PagePlace) : '/accounts';
}
