/** A thing under test that stands between the load generator and the upstream: nginx, the node pipe, Rota. */
export interface Subject {
  readonly name: SubjectName;
  /** Resolves as soon as the subject accepts requests; `upstreamUrl` is an origin without a trailing slash. */
  start(upstreamUrl: string, options?: StartOptions): Promise<RunningSubject>;
}

export const DIRECT = 'direct';
export const NGINX = 'nginx';
export const NODE_PIPE = 'node pipe';
export const ROTA = 'rota';
export type SubjectName = typeof DIRECT | typeof NGINX | typeof NODE_PIPE | typeof ROTA;

export interface StartOptions {
  /** Options for Node itself; a subject that is no Node program ignores them. */
  readonly nodeArgs?: readonly string[];
}

export interface RunningSubject {
  /** Where requests go: an origin. */
  readonly url: string;
  /** What the requests must carry in `Authorization`. */
  readonly authorization: string;
  /** The main process; null where no process stands between. */
  readonly pid: number | null;
  /** The end of what it wrote to standard error. */
  logTail(): string;
  /** Resolves when the process has ended. */
  stop(): Promise<void>;
}

/** What clients send where nobody checks it: as long as a real key, so that heads are equally long. */
export const UNCHECKED_AUTHORIZATION = `Bearer ${'k'.repeat(43)}`;

/** No subject at all: what the load generator and the upstream reach by themselves. */
export const direct: Subject = {
  name: DIRECT,
  start: async (upstreamUrl) => ({
    url: upstreamUrl,
    authorization: UNCHECKED_AUTHORIZATION,
    pid: null,
    logTail: () => '',
    stop: async () => {},
  }),
};
