import { ArrowUp, Plug, SearchX } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { useHeld } from '../../client/use-held.ts';
import { useReading } from '../../client/use-reading.ts';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import form from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useText } from '../../language/language.tsx';
import styles from './activity-page.module.css';
import { FindRequest, FoundRequest } from './find-request.tsx';
import { fits, type RequestFilter } from './recent-requests.ts';
import { RequestHeads, RequestLine } from './request-line.tsx';
import { useRecentRequests } from './use-recent-requests.ts';
import { useRequestSearch } from './use-request-search.ts';

const EVERYTHING: RequestFilter = { which: 'all', accountId: null };
const WHICH: readonly RequestFilter['which'][] = ['all', 'failed', 'switched'];
const ALL_ACCOUNTS = '';

/**
 * The latest requests, each with its story, and any other that is still known by its id; the list stands still while
 * somebody reads it.
 */
export function ActivityPage() {
  const t = useText();
  const { snapshot } = useCore();
  const { requests, problem } = useRecentRequests();
  const [filter, setFilter] = useState(EVERYTHING);
  const [openId, setOpenId] = useState<string | null>(null);
  const { ref, reading } = useReading();
  const scrolled = useScrolledDown();
  const search = useRequestSearch();

  const held = reading || scrolled || openId !== null;
  const { shown, release } = useHeld(requests ?? NONE, held);
  const lines = useMemo(() => shown.filter((request) => fits(request, filter)), [shown, filter]);
  const waiting = useMemo(() => {
    const ids = new Set(shown.map(({ id }) => id));
    return (requests ?? NONE).filter((request) => !ids.has(request.id) && fits(request, filter)).length;
  }, [requests, shown, filter]);

  const names = useNames();
  const toggle = useCallback((id: string) => setOpenId((before) => (before === id ? null : id)), []);

  return (
    <Page title={t('activity.title')} sentence={t('activity.sentence')}>
      {problem !== null && <Notice tone="problem">{problem}</Notice>}
      {requests === null && problem === null && <Waiting lines={8} />}
      {requests?.length === 0 && (
        <Empty
          icon={<Plug size={24} aria-hidden="true" />}
          title={t('activity.emptyTitle')}
          sentence={t('activity.emptySentence')}
          action={
            <a className={form.link} href="#/connect">
              {t('activity.connect')}
            </a>
          }
        />
      )}
      {requests !== null && requests.length > 0 && (
        <>
          <div className={styles.tools}>
            <SelectField
              compact
              className={styles.tool}
              label={t('activity.account')}
              value={filter.accountId ?? ALL_ACCOUNTS}
              options={[
                { value: ALL_ACCOUNTS, label: t('activity.allAccounts') },
                ...snapshot.accounts.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(id) => setFilter({ ...filter, accountId: id === ALL_ACCOUNTS ? null : id })}
            />
            <SelectField
              compact
              className={styles.tool}
              label={t('activity.which')}
              value={filter.which}
              options={WHICH.map((value) => ({ value, label: t(`activity.which.${value}`) }))}
              onChange={(which) => setFilter({ ...filter, which })}
            />
            <p className={styles.open}>{t('activity.open', { count: snapshot.openRequests })}</p>
            <FindRequest search={search} />
          </div>
          {search.found !== null ? (
            <FoundRequest key={search.found.id} search={search} names={names} />
          ) : lines.length === 0 ? (
            <Empty
              icon={<SearchX size={24} aria-hidden="true" />}
              title={t('activity.noneTitle')}
              sentence={t('activity.noneSentence', { count: shown.length })}
              action={<Button onClick={() => setFilter(EVERYTHING)}>{t('activity.showAll')}</Button>}
            />
          ) : (
            <div ref={ref} className={styles.log}>
              <div className={styles.news} aria-live="polite">
                {waiting > 0 && held && (
                  <Button
                    className={styles.pill}
                    icon={<ArrowUp size={14} aria-hidden="true" />}
                    onClick={() => {
                      release();
                      window.scrollTo({ top: 0 });
                    }}
                  >
                    {t('activity.new', { count: waiting })}
                  </Button>
                )}
              </div>
              <RequestHeads />
              <ol aria-label={t('activity.list')}>
                {lines.map((request) => (
                  <RequestLine
                    key={request.id}
                    request={request}
                    names={names}
                    open={request.id === openId}
                    onToggle={toggle}
                  />
                ))}
              </ol>
            </div>
          )}
        </>
      )}
    </Page>
  );
}

const NONE: readonly never[] = [];

/** The accounts' names by id; the same map for as long as no name changes. */
function useNames(): ReadonlyMap<string, string> {
  const { accounts } = useCore().snapshot;
  const key = JSON.stringify(accounts.map(({ id, name }) => [id, name]));
  return useMemo(() => new Map(JSON.parse(key) as [string, string][]), [key]);
}

/** Whether the page is scrolled so far that its top is out of sight. */
function useScrolledDown(): boolean {
  const [scrolled, setScrolled] = useState(false);
  useEffect(() => {
    const look = () => setScrolled(window.scrollY > 120);
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, []);
  return scrolled;
}
