/**
 * The three functions that the app's preload puts on the `window` of its pages. The preload is sandboxed and must not
 * carry zod, so it passes on what it gets and every argument is checked on the other side.
 */
export interface RotaBridge {
  /**
   * Calls a procedure of the contract. `language` is the BCP 47 tag in which Rota's own sentences are wanted.
   * Resolves with a `Reply`; rejects only where the other side is gone or refuses the page itself.
   */
  call(name: string, input: unknown, language: string): Promise<unknown>;
  /**
   * Hears the present snapshot and every later one, until the returned function is called. `null` says that no
   * more will come.
   */
  subscribe(listener: (snapshot: unknown) => void): () => void;
  /** Tells in which language (a BCP 47 tag) the page speaks from now on, so that the tray and the menus follow. */
  tellLanguage(language: string): void;
}

/** The property of `window` that holds the bridge; it is absent in a browser. */
export const BRIDGE = 'rota';
