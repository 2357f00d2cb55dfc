import type { Readable } from 'node:stream';

/** Where a command reads and writes; `process` is one. */
export interface CommandIo {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Shows an address in the user's browser; absent = the system's own way. */
  readonly openUrl?: (url: string) => void;
}

export interface TextSink {
  /** Width of the terminal, where it is one. */
  readonly columns?: number;
  write(text: string): unknown;
}
