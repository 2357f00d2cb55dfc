/**
 * Starts the packaged app, with all its fuses set, on simulated accounts: `node tests/electron/smoke.ts [PROGRAM]`. A
 * debugger cannot look into such an app, so it is asked from outside: does it come up, serve, have its add-ons, show
 * its page, and quit cleanly?
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PACKAGES = resolve(import.meta.dirname, '../../dist/packages');
const PATIENCE_MS = 60_000;

interface RunFile {
  readonly pid: number;
  readonly url: string;
  readonly control_token: string;
}

function packagedProgram(): string {
  const inside = ['rota-app', 'Rota.exe', 'Rota.app/Contents/MacOS/Rota'];
  const candidates = readdirSync(PACKAGES).flatMap((folder) =>
    inside.map((path) => join(PACKAGES, folder, path)),
  );
  const program = candidates.find((path) => existsSync(path));
  if (program === undefined) throw new Error(`No packaged app lies in ${PACKAGES}.`);
  return program;
}

async function eventually<Value>(
  what: string,
  look: () => Promise<Value | null> | Value | null,
): Promise<Value> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const value = await look();
    if (value !== null) return value;
    await new Promise((resume) => setTimeout(resume, 200));
  }
  throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s.`);
}

function say(what: string): void {
  process.stdout.write(`ok   ${what}\n`);
}

const program = process.argv[2] ?? packagedProgram();
const folder = mkdtempSync(join(tmpdir(), 'rota-smoke-'));
const dataDir = join(folder, 'data');
const flags = process.platform === 'linux' ? ['--no-sandbox'] : [];
const child = spawn(
  program,
  [...flags, '--demo', '--data-dir', dataDir, '--port', '0', '--remote-debugging-port=0'],
  {
    env: { ...process.env, XDG_STATE_HOME: join(folder, 'state') },
    stdio: ['ignore', 'pipe', 'pipe'],
  },
);
let printed = '';
for (const stream of [child.stdout, child.stderr]) {
  stream.on('data', (chunk: Buffer) => {
    printed += chunk.toString('utf8');
  });
}
const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
const endedEarly = exited.then((code) => {
  throw new Error(`The app ended with ${code}.`);
});

try {
  const runFile = join(dataDir, 'run.json');
  const run = await Promise.race([
    eventually('run.json', () =>
      existsSync(runFile) ? (JSON.parse(readFileSync(runFile, 'utf8')) as RunFile) : null,
    ),
    endedEarly,
  ]);
  say(`it runs at ${run.url}`);

  const headers = { authorization: `Bearer ${run.control_token}` };
  const snapshot = await eventually('accounts', async () => {
    const answer = (await (await fetch(`${run.url}/api/snapshot`, { headers })).json()) as {
      readonly accounts: readonly { readonly state: string }[];
      readonly notices: readonly { readonly kind: string }[];
    };
    return answer.accounts.some(({ state }) => state === 'healthy') ? answer : null;
  });
  say(`it serves ${snapshot.accounts.length} simulated accounts`);
  // The usage history needs better-sqlite3, which must have loaded inside Electron.
  const trouble = snapshot.notices.filter(({ kind }) => kind.startsWith('history'));
  if (trouble.length > 0) throw new Error(`The usage history does not work: ${JSON.stringify(trouble)}`);
  say('its add-on for the usage history works');

  const page = await eventually('the page', async () => {
    const endpoint = /DevTools listening on ws:\/\/([^/]+)/.exec(printed)?.[1];
    if (endpoint === undefined) return null;
    const targets = (await (await fetch(`http://${endpoint}/json/list`)).json()) as readonly {
      readonly title: string;
      readonly url: string;
    }[];
    return targets.find(({ url, title }) => url.includes('://rota/index.html') && title !== '') ?? null;
  });
  say(`its window shows “${page.title}”`);

  if (process.platform === 'win32') {
    child.kill();
    await exited;
  } else {
    endedEarly.catch(() => {});
    child.kill('SIGTERM');
    const code = await exited;
    if (code !== 0 || existsSync(runFile)) throw new Error(`It did not quit cleanly: ${code}.`);
    say('it quits cleanly');
  }
} catch (error) {
  process.stderr.write(`FAIL ${error instanceof Error ? error.message : String(error)}\n${printed}\n`);
  process.exitCode = 1;
} finally {
  endedEarly.catch(() => {});
  if (child.exitCode === null) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
