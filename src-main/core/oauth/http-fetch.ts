/** null = the system's environment decides, `none` = direct, else a http, https or socks5 URL. */
export type ProxyChoice = string | 'none' | null;

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly proxy: ProxyChoice;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers are joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as UTF-8; rejects with the code `ANSWER_TOO_LARGE` where it exceeds the transport's bound. */
  text(): Promise<string>;
}

/**
 * One small HTTP call. Follows no redirect, so that a credential never travels to a host that the settings
 * do not name. Rejects when no answer came; the error's `code` then says why, e.g. `ECONNREFUSED`.
 */
export type HttpFetch = (url: string, request: HttpRequest) => Promise<HttpAnswer>;
