/** New values of some keys: null removes a key, undefined leaves it as it is. */
export type KeyChange<Mapping> = { readonly [Key in keyof Mapping]?: Mapping[Key] | null | undefined };

/** `mapping` with some keys changed; a key that holds null counts as absent and goes. */
export function withKeys<Mapping extends object>(mapping: Mapping, change: KeyChange<Mapping>): Mapping {
  const changed = Object.entries(change).filter(([, value]) => value !== undefined);
  const entries = Object.entries({ ...mapping, ...Object.fromEntries(changed) });
  return Object.fromEntries(entries.filter(([, value]) => value !== null)) as Mapping;
}
