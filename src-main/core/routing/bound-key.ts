/** A client key that leads to some of the accounts only; its requests never go to another one. */
export interface BoundKey {
  readonly name: string;
  readonly accountIds: ReadonlySet<string>;
}

/** What is remembered for a session, or for a route, is kept apart for each bound key. */
export function behindKey(key: BoundKey | null, name: string | null): string | null {
  return key === null ? name : `${key.name}\u0001${name ?? ''}`;
}
