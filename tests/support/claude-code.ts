/** The real Claude Code client, installed from the npm registry into a cache folder and run against any address. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The newest version, and the newest that says it supports Node 20; both are native programs. */
export const CLIENT_VERSIONS = ['2.1.330', '2.1.197'] as const;

const RUN_TIMEOUT_MS = 120_000;

export interface ClientRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ClientOptions {
  /** Both absent: the client finds its way by its settings files alone. */
  readonly baseUrl?: string;
  readonly key?: string;
  /** HOME of the client; keep it to continue a conversation. */
  readonly home: string;
  readonly args?: readonly string[];
}

/** Path of the client's executable, installed where it is missing (some 300 MB). */
export function installClaudeCode(version: string): string {
  const cache = process.env['ROTA_TEST_CLIENT_DIR'] ?? join(homedir(), '.cache', 'real-claude-client');
  const folder = join(cache, version);
  const found = findBinary(folder);
  if (found) return found;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const args = ['i', '--no-audit', '--no-fund', '--loglevel=error', `@anthropic-ai/claude-code@${version}`];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
  const installed = findBinary(folder);
  if (status !== 0 || !installed)
    throw new Error(`Claude Code ${version} could not be installed in ${folder}.`);
  return installed;
}

function findBinary(folder: string): string | null {
  const scope = join(folder, 'node_modules', '@anthropic-ai');
  if (!existsSync(scope)) return null;
  // The wrapper package has the version's name, the platform's package the program.
  const platform = readdirSync(scope).find(
    (name) => name.startsWith('claude-code-') && existsSync(join(scope, name, 'claude')),
  );
  return platform ? join(scope, platform, 'claude') : null;
}

/** Runs `claude -p PROMPT` once. Nothing of the caller's own login, proxies or settings reaches it. */
export function runClaudeCode(binary: string, prompt: string, options: ClientOptions): Promise<ClientRun> {
  const project = join(options.home, 'project');
  mkdirSync(join(options.home, '.claude'), { recursive: true });
  mkdirSync(project, { recursive: true });
  const child = spawn(binary, ['-p', prompt, ...(options.args ?? [])], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: RUN_TIMEOUT_MS,
    killSignal: 'SIGKILL',
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: options.home,
      TERM: 'dumb',
      LANG: 'C.UTF-8',
      TMPDIR: process.env['TMPDIR'] ?? '/tmp',
      NO_PROXY: '127.0.0.1,localhost',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_ERROR_REPORTING: '1',
      CLAUDE_CODE_MAX_RETRIES: '2',
      ...(options.baseUrl !== undefined && { ANTHROPIC_BASE_URL: options.baseUrl }),
      ...(options.key !== undefined && { ANTHROPIC_AUTH_TOKEN: options.key }),
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}
