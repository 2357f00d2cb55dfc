import type { CallInput, ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import type { FixtureServer } from './fixture-server.ts';
import { Refusal } from './fixture-server.ts';
import { fleet, NOW } from './scenes.ts';

type FileState = ProcedureOutput<'claudeCode.status'>['files'][number];
type Preview = ProcedureOutput<'claudeCode.preview'>;
type Key = ProcedureOutput<'keys.list'>['keys'][number];

const USER_FILE = '/home/me/.claude/settings.json';

/** Keeps Claude Code's settings files as the real core would, but in memory. */
export function answerClaudeCode(
  core: FixtureServer,
  {
    projects = [],
    environmentBaseUrl = null,
  }: { readonly projects?: readonly FileState[]; readonly environmentBaseUrl?: string | null } = {},
): void {
  const files = new Map<string, FileState>();
  const remember = (state: FileState) => files.set(state.file, state);
  const fileOf = ({ scope = 'user', folder }: CallInput<'claudeCode.preview'>) =>
    scope === 'user' ? USER_FILE : `${folder}/.claude/settings${scope === 'local' ? '.local' : ''}.json`;
  const stateOf = (input: CallInput<'claudeCode.preview'>, connected: boolean): FileState => ({
    scope: input.scope ?? 'user',
    folder: input.folder ?? null,
    file: fileOf(input),
    state: connected ? 'connected' : 'not-connected',
    baseUrl: connected ? core.snapshot.baseUrl : null,
    keepSignIn: connected && input.keepSignIn === true,
    problem: null,
  });
  remember(stateOf({}, false));
  for (const project of projects) remember(project);

  core.handle('claudeCode.status', () => ({
    files: [...files.values()],
    environmentBaseUrl,
    claudeCodeVersion: '2.3.1',
  }));
  core.handle('claudeCode.preview', (input) => {
    if (input.folder?.startsWith('/') === false)
      throw new Refusal('invalid_input', 'The folder must be a whole path.');
    return { ...preview(fileOf(input), core.snapshot.baseUrl, input.keepSignIn), fingerprint: 'f1' };
  });
  core.handle('claudeCode.previewDisconnect', (input) => {
    const { diff, ...rest } = preview(fileOf(input), core.snapshot.baseUrl, false);
    const back = diff.map((line) => (line.kind === 'added' ? { ...line, kind: 'removed' as const } : line));
    return { ...rest, diff: back, fingerprint: 'f2' };
  });
  core.handle('claudeCode.connect', (input) => {
    const state = stateOf(input, true);
    remember(state);
    return state;
  });
  core.handle('claudeCode.disconnect', (input) => {
    const state = stateOf(input, false);
    remember(state);
    return state;
  });
}

function preview(file: string, baseUrl: string, keepSignIn: boolean): Omit<Preview, 'fingerprint'> {
  const key = keepSignIn
    ? '    "ANTHROPIC_CUSTOM_HEADERS": "x-rota-key: ••••••••"'
    : '    "ANTHROPIC_AUTH_TOKEN": "••••••••"';
  return {
    file,
    exists: true,
    changes: true,
    diff: [
      { kind: 'same', text: '{' },
      { kind: 'same', text: '  "model": "opus",' },
      { kind: 'added', text: '  "env": {' },
      { kind: 'added', text: `    "ANTHROPIC_BASE_URL": "${baseUrl}",` },
      { kind: 'added', text: key },
      { kind: 'added', text: '  },' },
      {
        kind: 'same',
        text: '  "permissions": { "allow": ["Bash(npm run check:*)", "WebFetch(domain:docs.example.com)"] }',
      },
      { kind: 'same', text: '}' },
    ],
  };
}

/** Lets the core keep bound keys. */
export function answerKeys(core: FixtureServer, names: readonly string[]): void {
  const keyOf = (name: string, ids: readonly string[]): Key => ({
    name,
    accounts: fleet()
      .filter(({ id }) => ids.includes(id))
      .map((account) => ({ accountId: account.id, name: account.name })),
    createdAt: NOW - 3 * 86_400_000,
  });
  let keys = names.map((name) => keyOf(name, ['work00000001', 'key000000003']));
  core.handle('keys.list', () => ({ keys }));
  core.handle('keys.create', ({ name, accounts }) => {
    const known = keys.some((key) => key.name === name);
    const bound = keyOf(name, accounts);
    keys = known ? keys.map((key) => (key.name === name ? bound : key)) : [...keys, bound];
    return { key: keyText(name) };
  });
  core.handle('keys.remove', ({ name }) => {
    keys = keys.filter((key) => key.name !== name);
    return {};
  });
  core.handle('keys.rotate', ({ name }) => ({ key: keyText(name) }));
  core.handle('keys.show', ({ name }) => ({ key: name === undefined ? core.clientKey : keyText(name) }));
  core.handle('env.get', ({ name }) => ({
    variables: [
      { name: 'ANTHROPIC_BASE_URL', value: core.snapshot.baseUrl },
      { name: 'ANTHROPIC_AUTH_TOKEN', value: name === undefined ? core.clientKey : keyText(name) },
    ],
  }));
}

/** The value of a bound key of the scene. */
export const keyText = (name = 'installation') => `fixture-key-of-${name}-0123456789abcdefghijklmnop`;

/** One message that goes well, and a doctor that finds something. */
export function answerCheckAndDoctor(core: FixtureServer): void {
  core.handle('gateway.test', () => ({
    ok: true,
    status: 200,
    accountName: 'work@studio.dev',
    requestId: 'req_test',
    durationMs: 812,
    text: 'Hello from the other side.',
    message: null,
  }));
  core.handle('doctor.run', () => ({
    at: NOW,
    checks: [
      check('port', 'fine', 'Port', 'Rota listens on 127.0.0.1:9090.'),
      check('key-store', 'fine', 'Key store', 'The master key is in the Secret Service.'),
      check(
        'clock',
        'warning',
        'Clock',
        'This computer’s clock is 4 min behind the provider’s.',
        'Set the clock by the network.',
      ),
      check(
        'account:old000000004',
        'failed',
        'old@mail.dev',
        'The provider ended this sign-in.',
        'Sign in again on the accounts page.',
      ),
      check('proxy', 'skipped', 'Proxy', 'No proxy is set.'),
    ],
  }));
}

function check(
  id: string,
  status: ProcedureOutput<'doctor.run'>['checks'][number]['status'],
  checked: string,
  finding: string,
  remedy: string | null = null,
) {
  return { id, status, checked, finding, remedy };
}
