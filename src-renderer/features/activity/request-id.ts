/** The longest id that the core looks for. */
const MOST_CHARACTERS = 100;

/** A header line, a line of the log, or a piece of JSON that names a request. */
const NAMED = /\b(?:x-rota-request|requestId)["']?\s*[:=]\s*["']?([\w-]+)/i;

/**
 * The id of a request in what somebody pasted: the bare id, or the whole line that holds it, such as
 * `x-rota-request: 4f0c12ab9e-1f`. Null where there is none.
 */
export function requestIdIn(pasted: string): string | null {
  const [, named] = NAMED.exec(pasted) ?? [];
  const id = named ?? pasted.trim();
  return /^[\w-]+$/.test(id) && id.length <= MOST_CHARACTERS ? id : null;
}
