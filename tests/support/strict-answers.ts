/** Reads what a server wrote on one connection as strictly as RFC 9112 is written, and throws on anything else. */

export interface StrictAnswer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly framing: 'none' | 'length' | 'chunked' | 'until-close';
  /** Sizes of the chunks, without the last one. */
  readonly chunks: readonly number[];
  readonly body: Buffer;
}

/**
 * The answers in `bytes`, one for each of `methods`; null while they are not whole. `isClosed` says that nothing more
 * will come. Bytes behind the last answer are an error.
 */
export function strictAnswers(
  bytes: Buffer,
  methods: readonly string[],
  isClosed: boolean,
): readonly StrictAnswer[] | null {
  const answers: StrictAnswer[] = [];
  let at = 0;
  for (const method of methods) {
    const headEnd = bytes.indexOf('\r\n\r\n', at);
    if (headEnd < 0) return null;
    const { status, headers } = headOf(bytes.toString('latin1', at, headEnd));
    at = headEnd + 4;
    const framing = framingOf(method, status, headers);
    const chunks: number[] = [];
    let body: Buffer = Buffer.alloc(0);
    if (framing === 'length') {
      const length = Number(headers['content-length']);
      if (bytes.length < at + length) return null;
      body = bytes.subarray(at, at + length);
      at += length;
    } else if (framing === 'chunked') {
      const pieces: Buffer[] = [];
      for (let isLast = false; !isLast; ) {
        const lineEnd = bytes.indexOf('\r\n', at);
        if (lineEnd < 0) return null;
        const line = bytes.toString('latin1', at, lineEnd);
        expect(/^(?:0|[1-9a-f][0-9a-f]*)$/.test(line), `"${line}" is the size of a chunk`);
        const size = Number.parseInt(line, 16);
        const end = lineEnd + 2 + size;
        if (bytes.length < end + 2) return null;
        expect(bytes.toString('latin1', end, end + 2) === '\r\n', 'a chunk ends with CR LF');
        pieces.push(bytes.subarray(lineEnd + 2, end));
        at = end + 2;
        isLast = size === 0;
        if (!isLast) chunks.push(size);
      }
      body = Buffer.concat(pieces);
    } else if (framing === 'until-close') {
      if (!isClosed) return null;
      body = bytes.subarray(at);
      at = bytes.length;
    }
    answers.push({ status, headers, framing, chunks, body });
  }
  expect(at === bytes.length, `nothing stands behind the last answer (but ${bytes.length - at} bytes do)`);
  return answers;
}

function headOf(text: string): { status: number; headers: Record<string, string> } {
  const [statusLine, ...lines] = text.split('\r\n');
  const status = /^HTTP\/1\.1 ([1-9]\d\d) [\t\x20-\x7e\x80-\xff]*$/.exec(statusLine!);
  expect(status !== null, `"${statusLine}" is a status line`);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const header = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+): ?([\t\x20-\x7e\x80-\xff]*)$/.exec(line);
    expect(header !== null, `"${line}" is a header`);
    const name = header![1]!.toLowerCase();
    expect(
      !(name in headers) || !['content-length', 'transfer-encoding', 'connection', 'date'].includes(name),
      `"${name}" comes once`,
    );
    headers[name] = header![2]!;
  }
  return { status: Number(status![1]), headers };
}

function framingOf(method: string, status: number, headers: Record<string, string>): StrictAnswer['framing'] {
  const length = headers['content-length'];
  const encoding = headers['transfer-encoding'];
  expect(length === undefined || encoding === undefined, 'there are not both framings');
  expect(length === undefined || /^\d+$/.test(length), 'the length is a number');
  expect(encoding === undefined || encoding === 'chunked', 'the coding is "chunked"');
  if (status === 204) expect(encoding === undefined, '204 has no transfer encoding');
  if (method === 'HEAD' || status === 204 || status === 304) return 'none';
  if (encoding !== undefined) return 'chunked';
  if (length !== undefined) return 'length';
  expect(headers['connection'] === 'close', 'an answer without an end says that it closes');
  return 'until-close';
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`It does not hold that ${what}.`);
}
