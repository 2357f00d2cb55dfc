import type { Locale } from '../../../src-shared/i18n/locale.ts';
import { checkDocument } from '../../core/settings/check-document.ts';
import { problemOf, problemText } from '../../core/settings/settings-problem.ts';
import { mergeChanges, type SettableSetting, type SettingsChange } from './settings-keys.ts';

/** A setting and the value that a person typed for it. */
export interface Wish {
  readonly key: SettableSetting;
  readonly text: string;
}

/** What wishes come to: one change of all of them, or what is wrong with one of them. */
export type GrantedWishes =
  | { readonly ok: true; readonly change: SettingsChange }
  | { readonly ok: false; readonly wrong: 'on-off'; readonly key: SettableSetting }
  | { readonly ok: false; readonly wrong: 'value'; readonly sentence: string };

/**
 * Reads the values as a settings file would hold them. The rules for them are those of a file, so that both
 * refuse the same values with the same sentences.
 */
export function grantWishes(wishes: readonly Wish[], locale: Locale): GrantedWishes {
  const changes: SettingsChange[] = [];
  for (const { key, text } of wishes) {
    const value = documentValue(key, text);
    if (value === undefined) return { ok: false, wrong: 'on-off', key };
    const checked = checkDocument(documentWith(key, value));
    if (!checked.ok) {
      const problem = problemOf(checked.errors[0]!, { file: null, locate: () => null });
      return { ok: false, wrong: 'value', sentence: problemText(problem, locale) };
    }
    changes.push(key.change.to(checked.settings));
  }
  return { ok: true, change: mergeChanges(changes) };
}

/**
 * A document with one value. Whether a host beyond this machine is allowed depends on settings that are not here;
 * the Rota that runs judges that, so here it is.
 */
function documentWith({ section, name, change }: SettableSetting, value: unknown): unknown {
  if (change.takes === 'host') {
    const host = String(value).replace(/^\[(.*)\]$/, '$1');
    return { server: { host: value, allowed_hosts: [host.includes(':') ? `[${host}]:1` : `${host}:1`] } };
  }
  const path = [section, ...name.split('.')];
  return path.reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
}

/** The typed text as a value of a settings document; undefined for a switch that is neither on nor off. */
function documentValue({ change }: SettableSetting, text: string): unknown {
  switch (change.takes) {
    case 'onOff':
      if (/^(on|yes|true)$/i.test(text)) return true;
      return /^(off|no|false)$/i.test(text) ? false : undefined;
    case 'port':
    case 'accounts':
    case 'days':
    case 'megabytes':
    case 'requests':
      return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case 'proxy':
    case 'address':
      return text.toLowerCase() === 'none' ? null : text;
    case 'hosts':
      return text.toLowerCase() === 'none' ? [] : text.split(',').map((host) => host.trim());
    default:
      return text;
  }
}
