import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { masked, shellLines } from '../../../src-renderer/features/connect/shell-lines.ts';

const NASTY = [{ name: 'ANTHROPIC_AUTH_TOKEN', value: `it's "$HOME" \`id\` \\ end` }];

describe('the lines for a shell', () => {
  it('set exactly the value, whatever stands in it', () => {
    const script = `${shellLines('sh', NASTY, '')}\nprintf %s "$ANTHROPIC_AUTH_TOKEN"`;
    expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(NASTY[0]?.value);
  });

  it('are written as each shell wants them', () => {
    const variables = [{ name: 'A', value: "it's" }];
    expect(shellLines('fish', variables, '')).toBe("set -gx A 'it\\'s'");
    expect(shellLines('powershell', variables, '')).toBe("$env:A = 'it''s'");
  });

  it('for VS Code are an entry of its settings', () => {
    const settings = JSON.parse(`{${shellLines('vscode', NASTY, '')}}`) as Record<string, unknown>;
    expect(settings).toEqual({ 'claudeCode.environmentVariables': NASTY });
  });

  it('for a repository name a secret wherever the key stands', () => {
    const variables = [{ name: 'ANTHROPIC_CUSTOM_HEADERS', value: 'x-rota-key: the-key' }];
    expect(shellLines('github', variables, 'the-key')).toBe(
      `env:\n  ANTHROPIC_CUSTOM_HEADERS: x-rota-key: \${{ secrets.ROTA_CLIENT_KEY }}`,
    );
  });

  it('cover the key without telling its length', () => {
    const cover = (key: string) => masked([{ name: 'K', value: `x-rota-key: ${key}` }], key)[0]?.value ?? '';
    expect(cover('short-key')).toBe(cover('a-much-longer-key-than-that'));
    expect(cover('short-key')).not.toContain('short-key');
  });
});
