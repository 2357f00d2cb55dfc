import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Which program listens on a TCP port of this machine, e.g. `nginx (pid 812)`; null where that cannot be told,
 * because the platform is not Linux or the program belongs to another user.
 */
export function portOwner(port: number): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const inode = listeningInode(port);
    return inode === null ? null : programWithSocket(inode);
  } catch {
    return null;
  }
}

/** Socket state LISTEN in /proc/net/tcp (include/net/tcp_states.h). */
const LISTEN = '0A';

function listeningInode(port: number): string | null {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[3] === LISTEN && fields[1]?.endsWith(`:${hexPort}`)) return fields[9] ?? null;
    }
  }
  return null;
}

function programWithSocket(inode: string): string | null {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fds = readdirSync(`/proc/${pid}/fd`);
      if (fds.some((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`)) {
        return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (pid ${pid})`;
      }
    } catch {
      // Another user's process, or one that has just ended.
    }
  }
  return null;
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
