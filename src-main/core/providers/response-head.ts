/** The head of an upstream's answer as a classifier sees it: names in lower case, repeated names joined with ", ". */
export interface ResponseHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}
