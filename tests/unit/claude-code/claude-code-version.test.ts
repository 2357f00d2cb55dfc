import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createVersionProbe, parseVersion } from '../../../src-main/core/claude-code/claude-code-version.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';

describe('the version of Claude Code', () => {
  it.each([
    ['2.1.330 (Claude Code)\n', '2.1.330'],
    ['10.0.1-beta.2 (Claude Code)', '10.0.1'],
    ['claude 1.2.3', null],
    ['1.2.3 (Another Program)', null],
    ['', null],
  ])('in %j is %s', (output, version) => {
    expect(parseVersion(output)).toBe(version);
  });

  it.skipIf(process.platform === 'win32')(
    'is asked of the program in the PATH, seldom, and without our own variables',
    async () => {
      using folder = new ScratchFolder();
      const clock = new ManualClock();
      const program = (version: string) =>
        writeFileSync(
          folder.file('bin/claude'),
          `#!/bin/sh\necho "$ROTA_MASTER_KEY$ANTHROPIC_AUTH_TOKEN" > "$HOME/seen"\necho "${version} (Claude Code)"\n`,
        );
      mkdirSync(folder.file('bin'));
      program('2.1.330');
      chmodSync(folder.file('bin/claude'), 0o755);
      const environment = {
        PATH: `/nonexistent:${folder.file('bin')}:/usr/bin:/bin`,
        ROTA_MASTER_KEY: 'secret',
        ANTHROPIC_AUTH_TOKEN: 'secret',
      };
      const probe = createVersionProbe(
        { homeDir: folder.path, platform: process.platform, environment },
        clock,
      );
      expect(await probe()).toBe('2.1.330');
      program('2.1.331');
      expect(await probe()).toBe('2.1.330');
      clock.advance(61_000);
      expect(await probe()).toBe('2.1.331');
      expect(readFileSync(folder.file('seen'), 'utf8')).toBe('\n');
    },
  );
});
