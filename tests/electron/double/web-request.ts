type Decision = { readonly cancel?: boolean };
type Listener = (details: Details, decide: (decision: Decision) => void) => void;

interface Details {
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
}

/** `session.webRequest`, as far as letting a request through or not. */
export class WebRequest {
  #beforeRequest: Listener | null = null;

  onBeforeRequest(listener: Listener | null): void {
    this.#beforeRequest = listener;
  }

  /** Whether the app lets this request be made. */
  allows(details: Details): Promise<boolean> {
    const listener = this.#beforeRequest;
    if (listener === null) return Promise.resolve(true);
    return new Promise((resolve) => listener(details, ({ cancel = false }) => resolve(!cancel)));
  }
}
