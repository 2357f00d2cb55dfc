import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** Serves the built page. */
export interface Dashboard {
  /** The file at `path` (as in the URL), or null when the build holds none there. */
  answer(path: string): Promise<Response | null>;
}

interface DashboardFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** The page loads nothing from elsewhere, runs no inline script, and stands in nobody's frame. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** A build is a few dozen files; a folder with more is not ours. */
const MAX_FILES = 500;

/**
 * Serves what lies in `folder` when it is first asked for, from memory: a path is a key in that list and
 * never reaches the file system, so none can lead out of the folder. Where there is no build, `/` says so.
 */
export function createDashboard(folder: string): Dashboard {
  let loading: Promise<ReadonlyMap<string, DashboardFile> | null> | null = null;

  return {
    async answer(path) {
      loading ??= loadFiles(folder);
      const files = await loading;
      if (files === null) {
        loading = null;
        return path === '/' ? notBuiltAnswer() : null;
      }
      const file = files.get(path === '/' ? '/index.html' : path);
      return file === undefined ? null : new Response(file.body, { headers: file.headers });
    },
  };
}

async function loadFiles(folder: string): Promise<ReadonlyMap<string, DashboardFile> | null> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile() && extname(entry.name) in CONTENT_TYPES)
      .map((entry) => join(entry.parentPath, entry.name));
    if (names.length > MAX_FILES) return null;
    const files = new Map(
      await Promise.all(
        names.map(async (name) => {
          const path = `/${relative(folder, name).split(sep).join('/')}`;
          return [path, { body: new Uint8Array(await readFile(name)), headers: headersOf(path) }] as const;
        }),
      ),
    );
    return files.has('/index.html') ? files : null;
  } catch {
    // No folder, or one that is being rebuilt: the next request looks again.
    return null;
  }
}

/** Vite puts a hash of the content into the name of everything under `assets`. */
function headersOf(path: string): Readonly<Record<string, string>> {
  return {
    ...SECURITY_HEADERS,
    'content-type': CONTENT_TYPES[extname(path)] ?? 'application/octet-stream',
    'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

function notBuiltAnswer(): Response {
  return new Response('Rota is running. The dashboard is not built here: run “npm run build”.\n', {
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    },
  });
}
