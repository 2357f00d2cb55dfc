/** A type with every field and array in it read-only. */
type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;

/**
 * Fails to compile when `Model` knows a variant or a value that the schema behind `Wire` does not, which
 * would turn a good answer into an internal error. The other direction is `satisfies z.ZodType<Model>`.
 */
export type Covers<Model extends Frozen<Wire>, Wire> = Model & Wire;
