/**
 * Changes to single members of `env` in a settings text. Every other byte stays; what is added is written in the
 * form of its neighbours, and removing it again gives back the text from before.
 */
import {
  type Member,
  memberOf,
  type ObjectOutline,
  rawValue,
  readOutline,
  type SettingsOutline,
  type Span,
} from './settings-outline.ts';

/** The outline of a text that is known to be a settings file, because it came from one by an edit. */
export function outlined(text: string): SettingsOutline {
  const read = readOutline(text);
  if (!read.ok) throw new Error('an edit of Claude Code’s settings broke their form');
  return read.value;
}

/** The raw JSON of one variable; null where it is not set. */
export function rawVariable({ text, env }: SettingsOutline, name: string): string | null {
  const member = env.kind === 'object' ? memberOf(env.object, name) : null;
  return member === null ? null : rawValue(text, member);
}

/** A variable's value where it is a string; null otherwise. */
export function variable(outlined: SettingsOutline, name: string): string | null {
  const raw = rawVariable(outlined, name);
  return raw?.startsWith('"') ? (JSON.parse(raw) as string) : null;
}

/** The text with the variable set to `raw`; where `env`, or the whole object, is missing it is made. */
export function withVariable({ text, root, env }: SettingsOutline, name: string, raw: string): string {
  if (root === null) {
    const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
    const eol = eolOf(text);
    return `${mark}${freshSettings(name, raw, eol)}${eol}`;
  }
  if (env.kind === 'object' && env.object.members.length > 0) {
    const member = memberOf(env.object, name);
    return member === null ? append(text, env.object, name, raw) : replace(text, member.value, raw);
  }
  if (root.members.length === 0) return replace(text, root.span, freshSettings(name, raw, eolOf(text)));
  const object = freshEnv(name, raw, styleOf(text, root));
  return env.kind === 'absent' ? append(text, root, 'env', object) : replace(text, env.member.value, object);
}

/** The text without the variable. */
export function withoutVariable({ text, env }: SettingsOutline, name: string): string {
  const member = env.kind === 'object' ? memberOf(env.object, name) : null;
  return env.kind !== 'object' || member === null ? text : remove(text, env.object, member);
}

/** The text with another raw value for `env` itself, or without it where `raw` is null. */
export function withEnv({ text, root, env }: SettingsOutline, raw: string | null): string {
  if (root === null || env.kind === 'absent') return text;
  return raw === null ? remove(text, root, env.member) : replace(text, env.member.value, raw);
}

/** How the members of an object are written: the white space around them. */
interface Style {
  /** Before the first member, before each further one, and before the closing brace. */
  readonly first: string;
  readonly next: string;
  readonly last: string;
  /** Between a name and its value. */
  readonly colon: string;
}

/** Reads the style off an object that has members. */
function styleOf(text: string, { span, members }: ObjectOutline): Style {
  const first = members[0]!;
  const final = members.at(-1)!;
  const before = text.slice(span.start + 1, first.key.start);
  const colon = text.slice(first.key.end, first.value.start);
  const next =
    members.length > 1
      ? text.slice(text.lastIndexOf(',', final.key.start) + 1, final.key.start)
      : before.includes('\n')
        ? before
        : /[ \t]$/.test(colon)
          ? ' '
          : '';
  return { first: before, next, last: text.slice(final.value.end, span.end - 1), colon };
}

function append(text: string, object: ObjectOutline, name: string, raw: string): string {
  const { next, colon } = styleOf(text, object);
  const { end } = object.members.at(-1)!.value;
  return `${text.slice(0, end)},${next}${JSON.stringify(name)}${colon}${raw}${text.slice(end)}`;
}

function replace(text: string, { start, end }: Span, raw: string): string {
  return text.slice(0, start) + raw + text.slice(end);
}

/** Takes a member out together with the comma that it no longer needs. */
function remove(text: string, object: ObjectOutline, member: Member): string {
  const index = object.members.indexOf(member);
  const following = object.members[index + 1];
  if (following) return replace(text, { start: member.key.start, end: following.key.start }, '');
  const preceding = object.members[index - 1];
  const start = preceding?.value.end ?? object.span.start + 1;
  return replace(text, { start, end: preceding ? member.value.end : object.span.end - 1 }, '');
}

/** `env` with one member, written as its neighbours in `outer` are: one step deeper, or on one line. */
function freshEnv(name: string, raw: string, outer: Style): string {
  const member = `${JSON.stringify(name)}${outer.colon}${raw}`;
  if (!outer.first.includes('\n'))
    return `{${outer.first}${member}${outer.last.includes('\n') ? '' : outer.last}}`;
  const eol = outer.first.includes('\r\n') ? '\r\n' : '\n';
  const indentation = lastLine(outer.first);
  const step = indentation.startsWith(lastLine(outer.last))
    ? indentation.slice(lastLine(outer.last).length)
    : indentation;
  return `{${eol}${indentation}${step}${member}${eol}${indentation}}`;
}

function freshSettings(name: string, raw: string, eol: string): string {
  return ['{', '  "env": {', `    ${JSON.stringify(name)}: ${raw}`, '  }', '}'].join(eol);
}

const eolOf = (text: string) => (text.includes('\r\n') ? '\r\n' : '\n');

const lastLine = (text: string) => text.slice(text.lastIndexOf('\n') + 1);
