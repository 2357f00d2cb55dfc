/** An upstream's header lines as a classifier sees them; names are in lower case. */
export interface AnswerHeaders {
  /** The value under `name`, several joined with ", "; undefined where there is none. */
  get(name: string): string | undefined;
  /** The lines whose names begin with `prefix`, as they came and each with its CRLF; empty where there are none. */
  linesWithPrefix(prefix: string): string;
}

/** The head of an upstream's answer as a classifier sees it. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: AnswerHeaders;
}
