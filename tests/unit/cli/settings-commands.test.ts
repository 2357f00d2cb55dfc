import { describe, expect, it } from 'vitest';
import { run } from '../../../src-main/headless/cli.ts';
import { ScratchFolder } from '../../support/scratch-folder.ts';
import { testIo } from './test-io.ts';

async function rota(line: string, given: Parameters<typeof testIo>[0] = {}) {
  const { io, stdout, stderr } = testIo(given);
  return { code: await run(line.split(' '), io), stdout: stdout(), stderr: stderr() };
}

describe('the commands that change accounts and settings', () => {
  it.each([
    ['accounts configure a', 'Say what to set: --proxy, --hours or --max-concurrent.'],
    ['accounts configure a --max-concurrent many', '--max-concurrent must be a whole number'],
    ['accounts configure a --max-concurrent 0', '--max-concurrent must be a whole number'],
    ['accounts configure a --max-concurrent 10001', '--max-concurrent must be a whole number'],
    ['accounts configure', "Missing required argument 'account'"],
    ['accounts replace-key', "Missing required argument 'account'"],
    ['accounts restore', "Missing required argument 'id'"],
    ['import', "Missing required argument 'file'"],
    ['import a b', 'Too many arguments'],
  ])('answer “rota %s” with 2 and one sentence', async (line, sentence) => {
    const { code, stdout, stderr } = await rota(line, { env: { ROTA_DATA_DIR: '/nonexistent' } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    'accounts configure a --hours 09:00-18:00',
    'accounts replace-key a',
    'accounts restore a',
    'import /nonexistent.yaml',
    'import /nonexistent.yaml --dry-run',
  ])('“rota %s” says that no instance runs and how to start one', async (line) => {
    using folder = new ScratchFolder();
    expect(await rota(line, { env: { ROTA_DATA_DIR: folder.path }, input: 'key\n' })).toEqual({
      code: 1,
      stdout: '',
      stderr: `Rota is not running in ${folder.path}. Start it with: npx rota start\n`,
    });
  });
});
