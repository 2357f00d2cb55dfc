/** A request as it was received: the head, and the body once that is read. */
export class ReceivedRequest {
  readonly id: string;
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names and values alternating, exactly as they came. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  #json: { readonly value: unknown } | undefined;

  constructor(
    id: string,
    head: Pick<ReceivedRequest, 'method' | 'target' | 'rawHeaders'>,
    body: Buffer = Buffer.alloc(0),
  ) {
    this.id = id;
    this.method = head.method;
    this.target = head.target;
    const queryAt = head.target.indexOf('?');
    this.path = queryAt === -1 ? head.target : head.target.slice(0, queryAt);
    this.query = new URLSearchParams(queryAt === -1 ? '' : head.target.slice(queryAt));
    this.rawHeaders = head.rawHeaders;
    this.body = body;
  }

  withBody(body: Buffer): ReceivedRequest {
    return new ReceivedRequest(this.id, this, body);
  }

  /** The values of a header joined with a comma (RFC 9110 section 5.2), or null when it is absent. */
  header(name: string): string | null {
    const values: string[] = [];
    for (let at = 0; at + 1 < this.rawHeaders.length; at += 2) {
      if (this.rawHeaders[at]!.toLowerCase() === name) values.push(this.rawHeaders[at + 1]!);
    }
    return values.length > 0 ? values.join(', ') : null;
  }

  /** The body as JSON, or undefined where it is none. Parsed once. */
  get json(): unknown {
    this.#json ??= { value: parseJson(this.body.toString('utf8')) };
    return this.#json.value;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
