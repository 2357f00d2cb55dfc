/** An address that a program on this machine can call: one that listens on every interface is called at loopback. */
export function callableUrl(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
