import { ChevronRight } from 'lucide-react';
import { memo, useId } from 'react';
import type { RequestFacts } from '../../../src-shared/model/request-facts.ts';
import { useCoreClock } from '../../client/clock-context.tsx';
import { classNames } from '../../components/class-names.ts';
import { StatusGlyph } from '../../components/status-glyph.tsx';
import { type Text, useLanguage, useText } from '../../language/language.tsx';
import { tokensIn, tonesOfTries, wasSwitched } from './recent-requests.ts';
import styles from './request-line.module.css';
import { RequestStory } from './request-story.tsx';

/** What the parts of a line are; hidden where lines are too narrow for columns. */
export function RequestHeads() {
  const t = useText();
  return (
    <div className={classNames(styles.columns, styles.heads)} aria-hidden="true">
      <span>{t('activity.time')}</span>
      <span>{t('activity.model')}</span>
      <span>{t('activity.account')}</span>
      <span className={styles.number}>{t('activity.took')}</span>
      <span className={styles.number}>{t('activity.tokens')}</span>
      <span>{t('activity.result')}</span>
    </div>
  );
}

const DAY_MS = 86_400_000;

interface RequestLineProps {
  readonly request: RequestFacts;
  /** Names of accounts by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

/** One request on one line; opened, it tells its story. Drawn again only when something of it changes. */
export const RequestLine = memo(function RequestLine({ request, names, open, onToggle }: RequestLineProps) {
  const t = useText();
  const { amount, time, clock } = useLanguage();
  const storyId = useId();
  const { startedAt, model, accountId, durationMs, usage } = request;
  // Read once: a line is not drawn again only because it grew a day old.
  const now = useCoreClock().now();
  const input = tokensIn(request);

  return (
    <li className={classNames(styles.item, open && styles.open)}>
      <button
        type="button"
        className={classNames(styles.columns, styles.line)}
        aria-expanded={open}
        aria-controls={open ? storyId : undefined}
        onClick={() => onToggle(request.id)}
      >
        <span className={styles.time} title={time.absolute(startedAt)}>
          <ChevronRight className={styles.arrow} size={12} aria-hidden="true" />
          {now - startedAt < DAY_MS ? clock(startedAt) : time.moment(startedAt, now)}
        </span>
        <span className={styles.model} title={model ?? undefined}>
          {model?.replace(/^claude-/, '') ?? t('activity.noModel')}
        </span>
        <span className={styles.account} title={nameOf(accountId, names, t)}>
          {nameOf(accountId, names, t)}
        </span>
        <span className={classNames(styles.number, styles.took)}>{amount.took(durationMs)}</span>
        <span className={classNames(styles.number, styles.tokens)}>
          {input !== null && usage !== null && (
            <>
              <span aria-hidden="true">
                {amount.short(input)} · {amount.short(usage.outputTokens)}
              </span>
              <span className="visually-hidden">
                {t('activity.tokensSaid', {
                  in: amount.whole(input),
                  out: amount.whole(usage.outputTokens),
                })}
              </span>
            </>
          )}
        </span>
        <span className={styles.result}>
          <Tries request={request} />
          {resultText(request, t)}
        </span>
      </button>
      {open && <RequestStory id={storyId} request={request} names={names} />}
    </li>
  );
});

/** More tries than this are told only in the story. */
const MOST_DOTS = 4;

/** One dot for each try. */
function Tries({ request }: { readonly request: RequestFacts }) {
  const t = useText();
  const { attempts } = request;
  return (
    <span className={styles.tries}>
      {attempts.length === 0 && <StatusGlyph tone="off" />}
      {tonesOfTries(request)
        .slice(-MOST_DOTS)
        .map((tone, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the tries of a finished request never change
          <StatusGlyph key={index} tone={tone} />
        ))}
      <span className="visually-hidden">{t('activity.triesCount', { count: attempts.length })}</span>
    </span>
  );
}

/** An account's name by its id; null stands for "none". */
export function nameOf(accountId: string | null, names: ReadonlyMap<string, string>, t: Text): string {
  if (accountId === null) return t('activity.nobody');
  return names.get(accountId) ?? t('activity.removed');
}

function resultText(request: RequestFacts, t: Text): string {
  const { outcome, status } = request;
  if (outcome === 'succeeded') return t(wasSwitched(request) ? 'result.switched' : 'result.succeeded');
  return t(`result.${outcome}`, { status: status ?? '' });
}
