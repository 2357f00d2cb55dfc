import { createReasonFormatter } from '../../../src-shared/i18n/reason-text.ts';
import { windowText } from '../../../src-shared/i18n/window-text.ts';
import { createTimeText } from '../../../src-shared/lib/duration-text.ts';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { Snapshot } from '../../../src-shared/model/snapshot.ts';
import { type Column, textTable } from '../text-table.ts';
import type { CommandContext } from './command-context.ts';

/** Windows that fit beside an account; all of them stand under it with `-v`. */
const WINDOWS_PER_LINE = 2;

/** The accounts as a table: place, name, state, limits, requests today. */
export function accountTable(snapshot: Snapshot, context: CommandContext): string {
  const { say } = context;
  const columns: readonly Column[] = [
    { title: say('column.place'), align: 'right' },
    { title: say('column.account'), flexible: true },
    { title: say('column.state') },
    { title: say('column.limits'), flexible: true },
    { title: say('column.today'), align: 'right' },
  ];
  const rows = snapshot.accounts.map((account) => [
    String(account.place),
    account.name,
    stateText(account, snapshot.now, context),
    limitsText(account, context),
    String(account.requestsToday),
  ]);
  return textTable(columns, rows, context.width);
}

/** One account in a few lines: what is wrong, each window, token and counts. Times are drawn against `now`. */
export function accountDetails(
  account: AccountSnapshot,
  now: number,
  context: CommandContext,
): readonly string[] {
  const { say, locale } = context;
  const time = createTimeText(locale);
  const reasonText = createReasonFormatter(locale);
  const reasons = account.restrictions.map((reason) => context.sentences(reasonText(reason, now)));
  const windows = account.windows.map(({ name, utilization, resetsAt }) => {
    const window = windowText(name, locale).label;
    const used = utilization === null ? say('window.unknown') : percent(utilization);
    return resetsAt === null
      ? say('detail.windowOpen', { window, used })
      : say('detail.window', { window, used, when: time.moment(resetsAt, now) });
  });
  const { id, provider, tokenExpiresAt, lastUsedAt } = account;
  return [
    `${account.place}  ${account.name}  ${stateText(account, now, context)}`,
    ...[
      say('detail.id', { id, provider, kind: say(`kind.${account.kind}`) }),
      ...reasons,
      ...windows,
      ...(tokenExpiresAt === null ? [] : [say('detail.token', { when: time.moment(tokenExpiresAt, now) })]),
      ...(lastUsedAt === null ? [] : [say('detail.used', { when: time.ago(lastUsedAt, now) })]),
      say('detail.counts', { total: account.requestsTotal, failures: account.failuresTotal }),
    ].map((line) => `   ${line}`),
  ];
}

/** The account's condition in a word or two, with the end of a cooldown. */
export function stateText(account: AccountSnapshot, now: number, { locale, say }: CommandContext): string {
  if (account.reason === null) return say('state.ready');
  const { short } = createReasonFormatter(locale)(account.reason, now);
  const { cooldownUntil } = account;
  return cooldownUntil === null ? short : `${short} → ${createTimeText(locale).moment(cooldownUntil, now)}`;
}

function limitsText({ windows }: AccountSnapshot, { locale }: CommandContext): string {
  return windows
    .flatMap(({ name, utilization }) =>
      utilization === null ? [] : [`${windowText(name, locale).label} ${percent(utilization)}`],
    )
    .slice(0, WINDOWS_PER_LINE)
    .join(', ');
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
