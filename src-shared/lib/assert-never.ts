/** Ends a `switch` over a union: the compiler complains here when a variant is forgotten. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled variant: ${JSON.stringify(value)}`);
}
