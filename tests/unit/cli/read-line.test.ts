import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readLine } from '../../../src-main/headless/read-line.ts';

describe('a line of input', () => {
  it('is read without waiting for the end', async () => {
    const input = new PassThrough();
    const line = readLine(input);
    input.write('code#st');
    input.write('ate\nmore');
    expect(await line).toBe('code#state');
  });

  it('may end with the input, or with a carriage return before the line feed', async () => {
    const input = new PassThrough();
    input.end('last words');
    expect(await readLine(input)).toBe('last words');
    const windows = new PassThrough();
    windows.write('key\r\n');
    expect(await readLine(windows)).toBe('key');
  });

  it('is null where nothing came, and empty where the line was', async () => {
    const nothing = new PassThrough();
    nothing.end();
    expect(await readLine(nothing)).toBeNull();
    const empty = new PassThrough();
    empty.write('\n');
    expect(await readLine(empty)).toBe('');
  });

  it('keeps characters whole that arrive in two pieces', async () => {
    const input = new PassThrough();
    const bytes = Buffer.from('密钥\n');
    const line = readLine(input);
    input.write(bytes.subarray(0, 2));
    input.write(bytes.subarray(2));
    expect(await line).toBe('密钥');
  });

  it('leaves the next one on a terminal, and closes any other input', async () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true });
    terminal.write('yes\ncode\n');
    expect(await readLine(terminal)).toBe('yes');
    expect(await readLine(terminal)).toBe('code');
    const pipe = new PassThrough();
    pipe.write('a\n');
    await readLine(pipe);
    expect(pipe.destroyed).toBe(true);
    expect(terminal.destroyed).toBe(false);
  });
});
