import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const QUESTION_MS = 2_000;

/**
 * Whether a tray icon will be seen. Electron cannot tell on Linux: it makes an icon even where no desktop shows any.
 * So the session bus is asked who resolves status icons; where nobody answers, it counts as no.
 */
export async function hasTrayHost(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return true;
  const args = [
    '--session',
    '--print-reply=literal',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    'string:org.kde.StatusNotifierWatcher',
  ];
  try {
    const { stdout } = await run('dbus-send', args, { timeout: QUESTION_MS });
    return /\btrue\b/.test(stdout);
  } catch {
    return false;
  }
}
