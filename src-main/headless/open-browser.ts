import { spawn } from 'node:child_process';

/** Shows an http or https address in the user's browser. Whether one came up cannot be known, so nothing is told. */
export function openInBrowser(url: string, platform: NodeJS.Platform): void {
  if (!/^https?:\/\//.test(url)) return;
  const [program, ...args] = opener(platform);
  // No shell: the address stays one argument, whatever characters are in it.
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
}

function opener(platform: NodeJS.Platform): readonly [string, ...string[]] {
  switch (platform) {
    case 'darwin':
      return ['open'];
    case 'win32':
      return ['rundll32.exe', 'url.dll,FileProtocolHandler'];
    default:
      return ['xdg-open'];
  }
}
