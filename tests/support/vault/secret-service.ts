/**
 * A real Secret Service (GNOME Keyring) on a private D-Bus, in a home folder of its own: nothing of the user's
 * session is reachable from it. Debian: `apt-get install -y --no-install-recommends dbus gnome-keyring`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the session offers. `unlocked`: a keyring that is open. `locked`: the keyring of this home, and nobody
 * to ask for its password. `no-keyring`: a service that never had one. `frozen`: a service that takes the
 * question and never answers. `dying`: one that takes the question and is killed before it answers. `no-service`: a
 * bus with nothing on it. `no-bus`: not even that.
 */
export type SecretServiceState =
  | 'unlocked'
  | 'locked'
  | 'no-keyring'
  | 'frozen'
  | 'dying'
  | 'no-service'
  | 'no-bus';

/** The line that makes these tests run; null where they can. */
export function missingForSecretService(): string | null {
  if (process.platform !== 'linux') return 'the Secret Service exists on Linux only';
  const missing = ['dbus-run-session', 'gnome-keyring-daemon'].filter((program) => {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  return missing.length === 0 ? null : 'apt-get install -y --no-install-recommends dbus gnome-keyring';
}

/** Starts the daemon on the session's bus and puts its pid into $daemon. */
const START_DAEMON: Readonly<Record<'unlocked' | 'locked' | 'no-keyring', string>> = {
  unlocked:
    'printf "test password\\n" | gnome-keyring-daemon --foreground --unlock --components=secrets >&2 & daemon=$!',
  locked: 'gnome-keyring-daemon --foreground --components=secrets >&2 & daemon=$!',
  'no-keyring': 'gnome-keyring-daemon --foreground --components=secrets >&2 & daemon=$!',
};

/** Stopped before the question comes; by the time of the kill it lies in the daemon's queue. */
const AFTER_START: Readonly<Partial<Record<SecretServiceState, string>>> = {
  frozen: 'kill -STOP $daemon',
  dying: 'kill -STOP $daemon; ( sleep 2; kill -KILL $daemon ) &',
};

/** Waits at most 10 s until the service has its name on the bus. */
const AWAIT_SERVICE = `
for i in $(seq 100); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q "boolean true" && break
  sleep 0.1
done`;

/**
 * Runs a TypeScript file of this folder in such a session and answers with its stdout. `home` may be used for
 * several runs one after the other; its keyring stays.
 */
export async function runWithSecretService(
  state: SecretServiceState,
  home: string,
  script: string,
  args: readonly string[] = [],
): Promise<string> {
  const command = [process.execPath, join(import.meta.dirname, script), ...args];
  const environment = privateEnvironment(home);
  if (state === 'no-bus') return run(command, environment);
  return run(['dbus-run-session', '--', 'sh', '-c', sessionScript(state), 'sh', ...command], environment);
}

function sessionScript(state: Exclude<SecretServiceState, 'no-bus'>): string {
  if (state === 'no-service') return '"$@"';
  const start = START_DAEMON[state === 'frozen' || state === 'dying' ? 'unlocked' : state];
  const freeze = AFTER_START[state] ?? '';
  return `${start}\n${AWAIT_SERVICE}\n${freeze}\n"$@"\nstatus=$?\nkill -KILL $daemon\nexit $status`;
}

function privateEnvironment(home: string): NodeJS.ProcessEnv {
  const folder = (name: string) => {
    const path = join(home, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  return {
    PATH: process.env.PATH,
    HOME: home,
    XDG_RUNTIME_DIR: folder('run'),
    XDG_DATA_HOME: folder('data'),
    XDG_CACHE_HOME: folder('cache'),
    XDG_CONFIG_HOME: folder('config'),
    // Where the bus looks for programs to start by themselves; one of those is gnome-keyring.
    XDG_DATA_DIRS: folder('services'),
  };
}

function run([program, ...args]: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program!, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let complaints = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      complaints += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ended with ${code}: ${complaints.slice(-2_000)}`));
    });
  });
}
