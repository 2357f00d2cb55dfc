/** `npm start`: the tray app, or in one line why not, and then the same core headless. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

function reasonAgainstTrayApp(): string | null {
  if (!existsSync(resolve(ROOT, 'dist/electron/main.js')))
    return 'the tray app is not built yet (npm run build)';
  if (!existsSync(resolve(ROOT, 'node_modules/electron/dist')))
    return 'Electron’s binary is not there (npx install-electron fetches it)';
  const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  return hasDisplay ? null : 'there is no display';
}

const reason = reasonAgainstTrayApp();
if (reason === null) {
  const electron = resolve(ROOT, 'node_modules/.bin/electron');
  spawn(electron, [ROOT, ...process.argv.slice(2)], { stdio: 'inherit' }).once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  process.stderr.write(`Rota runs headless, because ${reason}.\n`);
  process.argv.splice(2, 0, 'start');
  await import(resolve(ROOT, 'dist/headless/rota.js'));
}
