/** Turns settings, sign-ins and the book into the list of accounts that routing reads. */
import type { AccountKind } from '../../../src-shared/model/account.ts';
import type { ProviderEntry, Settings } from '../settings/settings.ts';
import type { Account } from './account.ts';
import type { AccountBook, KeyedSite } from './account-book.ts';
import { accountKey } from './account-id.ts';
import { buildRoster, type RosterLine } from './account-roster.ts';
import type { AccountSecrets, SecretInfo } from './account-secrets.ts';
import { healthWithSecret } from './secret-change.ts';

/** An account and what is known of its secret. */
export interface ListedAccount {
  readonly account: Account;
  readonly secret: SecretInfo | null;
}

/**
 * The accounts in the user's order. Files ids, presence and the state of the secrets in `book`; an account that is
 * the same as in `before` keeps its object.
 */
export function listAccounts(
  settings: Settings,
  secrets: AccountSecrets,
  book: AccountBook,
  before: (id: string) => Account | undefined,
  now: number,
): readonly ListedAccount[] {
  const { providers: entries } = settings;
  const signedIn = secrets.signedIn();
  book.recogniseRenamed(entries.flatMap(keyedSite));
  const roster = buildRoster(entries, signedIn, (key) => book.idOf(key));
  const signedInIds = new Set(signedIn.map((one) => one.accountId));
  for (const record of book.records()) record.present = false;

  return roster.map((line, index) => {
    const id = line.signedInId ?? book.idFor(line.key, (taken) => signedInIds.has(taken));
    const secret = line.tokenSet ?? secrets.secretInfo(id, line.entry);
    const record = book.file(id, line.key, line.entry.auth.kind === 'oauth' ? null : line.entry.baseUrl);
    record.present = true;
    record.health = healthWithSecret(record.health, secret, record.secretIssue, line.entry.auth.kind, now);
    record.secretIssue = secret?.issue ?? record.secretIssue;
    const kind = secret?.kind ?? expectedKind(line.entry);
    const account: Account = {
      id,
      name: nameOf(line),
      place: index + 1,
      kind,
      entry: line.entry,
      email: line.entry.accountEmail ?? secret?.identity?.email ?? null,
      termsMissing: settings.termsAcceptedAt === null && needsTerms(kind, line.entry),
      health: record.health,
    };
    const known = before(id);
    return { account: known && isSame(known, account) ? known : account, secret };
  });
}

function keyedSite(entry: ProviderEntry): readonly KeyedSite[] {
  if (entry.auth.kind === 'oauth') return [];
  return [{ key: accountKey(entry.name, entry.accountEmail), baseUrl: entry.baseUrl }];
}

/** Chosen name, else email, else provider name; a chosen name that several share is told apart by the email. */
function nameOf({ entry, tokenSet, sharesEntry }: RosterLine): string {
  const email = entry.accountEmail ?? tokenSet?.identity?.email ?? null;
  if (entry.label === null) return email ?? entry.name;
  return sharesEntry && email !== null ? `${entry.label} (${email})` : entry.label;
}

function expectedKind(entry: ProviderEntry): AccountKind {
  if (entry.auth.kind === 'oauth') return 'oauth';
  return entry.authType === 'api_key' ? 'api-key' : 'bearer-token';
}

/** Subscription credentials of the vendor; keys and other providers never need the note. */
function needsTerms(kind: AccountKind, entry: ProviderEntry): boolean {
  return entry.type === 'anthropic' && (kind === 'oauth' || kind === 'setup-token');
}

function isSame(a: Account, b: Account): boolean {
  return (
    a.entry === b.entry &&
    a.health === b.health &&
    a.place === b.place &&
    a.kind === b.kind &&
    a.name === b.name &&
    a.email === b.email &&
    a.termsMissing === b.termsMissing
  );
}
