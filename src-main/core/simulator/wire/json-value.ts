/** A JSON object of unknown make. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether the value is a JSON object: not null and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value when it is a list, else an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is a text, else null. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
