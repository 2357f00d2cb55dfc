/** The names that stand in braces in a template: `'{name}' | …` of "Hello {name}". */
type PlaceNames<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlaceNames<Rest>
  : never;

/** The argument that fills a template's places; none for a template without places. */
export type PlacesIn<Template extends string> = [PlaceNames<Template>] extends [never]
  ? []
  : [values: Readonly<Record<PlaceNames<Template>, string | number>>];

/** Puts values in the places named `{like this}`; a name without a value is left as it stands. */
export function fillIn(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** Says the messages of a catalogue; the compiler knows which places each message has. */
export type Say<Words extends Readonly<Record<string, string>>> = <Id extends keyof Words>(
  id: Id,
  ...values: PlacesIn<Words[Id]>
) => string;

/** Makes the voice of one language; `Words` is the English catalogue, whose places count for all. */
export function createSay<Words extends Readonly<Record<string, string>>>(
  words: Readonly<Record<keyof Words, string>>,
): Say<Words> {
  return (id, ...[values]) => fillIn(words[id], values ?? {});
}
