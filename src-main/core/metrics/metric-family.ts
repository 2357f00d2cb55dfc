/** Label names with their values. Every set is bounded: accounts, families and outcomes, never anything that a client chose. */
export type Labels = Readonly<Record<string, string>>;

export interface NumberPoint {
  readonly labels: Labels;
  readonly value: number;
}

export interface HistogramPoint {
  readonly labels: Labels;
  /** How many values fell between two boundaries; one more than there are boundaries. */
  readonly counts: readonly number[];
  readonly sum: number;
  readonly count: number;
}

interface Described {
  /** As Prometheus names it, e.g. `rota_requests_total`: with the unit, and `_total` where it only grows. */
  readonly name: string;
  /** One sentence. */
  readonly help: string;
}

/** All series of one name at one moment, for whichever system they are told to. */
export type MetricFamily = Described &
  (
    | { readonly kind: 'counter' | 'gauge'; readonly points: readonly NumberPoint[] }
    | {
        readonly kind: 'histogram';
        /** Upper ends of the buckets but the last, in the unit of the name. */
        readonly boundaries: readonly number[];
        readonly points: readonly HistogramPoint[];
      }
  );
