import { nativeTheme } from 'electron';

/** The page's own background (`--ground` in tokens.css), so that nothing flashes before its first paint. */
export function groundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#fcfcfb';
}
