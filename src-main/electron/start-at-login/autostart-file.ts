import { posix } from 'node:path';

/** Where desktops look for what to start at login (freedesktop.org, Desktop Application Autostart Specification). */
export function autostartPath(env: Readonly<Record<string, string | undefined>>, homeDir: string): string {
  const configHome = env['XDG_CONFIG_HOME'];
  const base = configHome && posix.isAbsolute(configHome) ? configHome : posix.join(homeDir, '.config');
  return posix.join(base, 'autostart', 'rota.desktop');
}

/** The entry that starts `command`, its program first. */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Rota',
    'Comment=Keeps Claude Code running on the accounts you own',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/**
 * An argument of `Exec` (Desktop Entry Specification, "The Exec key"): in quotes with its specials escaped, then once
 * more for the string that it stands in; a percent sign is doubled, since alone it begins a field code.
 */
function quoted(argument: string): string {
  const inQuotes = `"${argument.replace(/["`$\\]/g, '\\$&')}"`;
  return inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}
