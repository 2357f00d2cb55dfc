/**
 * Whether the system may be asked to open an address that a page named: https, or exactly an origin that the
 * settings name for signing in (a provider on this machine may speak plain http). Any other scheme could start
 * a program.
 */
export function mayOpenOutside(address: string, signInAddresses: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, origin } = new URL(address);
  if (protocol === 'https:') return true;
  return (
    protocol === 'http:' &&
    signInAddresses.some((known) => URL.canParse(known) && new URL(known).origin === origin)
  );
}
