import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Writable } from 'node:stream';

/** Longest line that is read, in characters. */
const MAX_LINE_CHARS = 16_384;

/**
 * Reads one line and does not wait for the end of the input, which a terminal or a long-lived pipe never
 * has. Null where the input ends without a character. A terminal can be read on afterwards; any other
 * input is closed, since even a paused pipe keeps the process alive.
 */
export function readLine(input: Readable & { readonly isTTY?: boolean }): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>();
  let text = '';
  const finish = (line: string | null, rest: string) => {
    input.off('data', onData).off('end', onEnd).off('error', reject);
    if (input.isTTY) {
      input.pause();
      if (rest !== '') input.unshift(rest, 'utf8');
    } else {
      input.destroy();
    }
    resolve(line);
  };
  const onData = (chunk: string) => {
    text += chunk;
    const end = text.search(/\r?\n/);
    if (end >= 0) finish(text.slice(0, end), text.slice(end).replace(/^\r?\n/, ''));
    else if (text.length > MAX_LINE_CHARS) finish(text, '');
  };
  const onEnd = () => finish(text === '' ? null : text, '');
  input.setEncoding('utf8');
  input.on('data', onData).once('end', onEnd).once('error', reject);
  // A stream that was paused on purpose does not flow by a listener alone.
  input.resume();
  return promise;
}

/** Reads one line from a terminal without showing what is typed. */
export function readHiddenLine(terminal: Readable): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: terminal, output: nowhere, terminal: true });
  reader.once('line', (line) => {
    resolve(line);
    reader.close();
  });
  reader.once('close', () => resolve(null));
  // With `terminal: true` Ctrl-C comes as an event and no longer as a signal.
  reader.once('SIGINT', () => reader.close());
  return promise;
}
