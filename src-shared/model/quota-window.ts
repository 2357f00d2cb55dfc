/** One limit of an account as an upstream reported it. Unknown windows are kept under the name they came with. */
export interface QuotaWindow {
  /** e.g. `5h`, `7d`, `7d_opus`, `overage`, `requests`, `input-tokens`. */
  readonly name: string;
  /** Share of the window that is used, 0–1; null where the upstream did not say. */
  readonly utilization: number | null;
  /** When the window starts anew, in milliseconds since the Unix epoch; null where unknown. */
  readonly resetsAt: number | null;
  /** The upstream's own word, e.g. `allowed`, `allowed_warning`, `rejected`; null where it gave none. */
  readonly status: string | null;
  /** Where the reading came from. */
  readonly source: 'response-headers' | 'usage-endpoint';
  /** When it was read, in milliseconds since the Unix epoch. */
  readonly readAt: number;
}
