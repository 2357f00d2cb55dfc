/** Collects garbage; does nothing where the shell cannot. */
export interface HeapPort {
  /** The young generation, in some tenths of a millisecond. */
  collectYoung(): void;
  /** Everything there is, in some 50 ms, and gives memory back to the system. */
  collectAll(): void;
}

/** Where the heap is left alone. */
export const UNTUNED_HEAP: HeapPort = { collectYoung() {}, collectAll() {} };
