import { ChartColumn, Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { useTimed } from '../../client/clock-context.tsx';
import { saveFile } from '../../client/save-file.ts';
import { useLatest } from '../../client/use-latest.ts';
import { usePaced } from '../../client/use-paced.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Empty } from '../../components/empty.tsx';
import form from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useText } from '../../language/language.tsx';
import { usageCsv } from './csv.ts';
import { Limits } from './limits.tsx';
import { Prices } from './prices.tsx';
import { beginOf, bucketsOf, SPANS, type Span, unitOf } from './span.ts';
import { MOST_SERIES, UsageChart } from './usage-chart.tsx';
import styles from './usage-page.module.css';
import { atMost, type Grouping, groupsOf, type Metric, momentsOf } from './usage-series.ts';
import { UsageTable } from './usage-table.tsx';
import { UsageTotals } from './usage-totals.tsx';
import { useMomentText } from './usage-words.ts';

const GROUPINGS: readonly Grouping[] = ['account', 'model', 'key'];
const METRICS: readonly Metric[] = ['tokens', 'requests', 'cost'];

/** While requests come in, the sums are asked for again at most this often. */
const ASK_AGAIN_MS = 10_000;

/** Usage over time as a chart and as a table, the limits, and the prices behind the estimate. */
export function UsagePage() {
  const t = useText();
  const { snapshot } = useCore();
  const [span, setSpan] = useState<Span>('week');
  const [by, setBy] = useState<Grouping>('account');
  const [metric, setMetric] = useState<Metric>('tokens');
  const [everyMoment, setEveryMoment] = useState(false);

  const unit = unitOf(span);
  const since = useTimed((now) => beginOf(span, now));
  const finished = usePaced(snapshot.finishedRequests, ASK_AGAIN_MS);
  const question = `${unit} ${by} ${since}`;
  const answer = useLatest(`${question} ${finished}`, async (client) => {
    const reply = await client.query('usage.report', { since, by: [unit, by] });
    return reply.ok ? { ...reply, value: { question, report: reply.value } } : reply;
  });
  const prices = useLatest(0, (client) => client.query('usage.prices'));
  const momentText = useMomentText(unit);

  // The answer to another choice is not shown under this one's words.
  const report = answer.value?.question === question ? answer.value.report : null;
  const groups = useMemo(() => groupsOf(report?.rows ?? [], by, metric), [report, by, metric]);
  const series = useMemo(() => atMost(groups, MOST_SERIES), [groups]);
  const moments = useMemo(
    () => (report === null ? [] : momentsOf(report.rows, bucketsOf(unit, since, report.until))),
    [report, unit, since],
  );
  const used = report !== null && report.rows.length > 0;
  const words = { by: t(`usagePage.by.${by}`), unit: t(`chart.${unit}`) };

  return (
    <Page
      title={t('usagePage.title')}
      sentence={t('usagePage.sentence')}
      action={
        <Button
          look="primary"
          icon={<Download size={16} aria-hidden="true" />}
          unavailable={!used}
          onClick={() => {
            if (report !== null)
              saveFile(fileName(report.since, report.until), 'text/csv', usageCsv(report.rows));
          }}
        >
          {t('usagePage.export')}
        </Button>
      }
    >
      <div className={styles.choices}>
        <Choice
          legend={t('usagePage.span')}
          value={span}
          onChange={setSpan}
          options={SPANS.map((value) => ({ value, label: t(`usagePage.span.${value}`) }))}
        />
        <Choice
          legend={t('usagePage.by')}
          value={by}
          onChange={setBy}
          options={GROUPINGS.map((value) => ({ value, label: t(`usagePage.by.${value}`) }))}
        />
      </div>
      {answer.problem !== null && <Notice tone="problem">{answer.problem}</Notice>}
      {report?.available === false && <Notice tone="resting">{t('usagePage.unavailable')}</Notice>}
      {report === null && answer.problem === null && <Waiting lines={9} />}
      {report !== null && !used && (
        <Empty
          icon={<ChartColumn size={24} aria-hidden="true" />}
          title={t('usagePage.emptyTitle')}
          sentence={t('usagePage.emptySentence')}
          action={
            <a className={form.link} href="#/connect">
              {t('usagePage.connect')}
            </a>
          }
        />
      )}
      {used && (
        <>
          <UsageTotals total={report.total} prices={prices.value} />
          <Choice
            legend={t('usagePage.show')}
            value={metric}
            onChange={setMetric}
            options={METRICS.map((value) => ({ value, label: t(`usagePage.show.${value}`) }))}
          />
          <UsageChart groups={series} moments={moments} unit={unit} by={by} metric={metric} />
          <div className={styles.table}>
            <UsageTable
              caption={t('table.caption', words)}
              by={by}
              parts={[{ id: 'all', title: null, groups }]}
              total={report.total}
            />
            <Button
              className={styles.more}
              aria-expanded={everyMoment}
              onClick={() => setEveryMoment(!everyMoment)}
            >
              {t(
                unit === 'hour'
                  ? everyMoment
                    ? 'table.hideHours'
                    : 'table.showHours'
                  : everyMoment
                    ? 'table.hideDays'
                    : 'table.showDays',
              )}
            </Button>
            {everyMoment && (
              <UsageTable
                caption={t('table.captionTime', words)}
                by={by}
                total={null}
                parts={moments.flatMap((moment) => {
                  const present = groups.flatMap(({ id, name, byTime }) => {
                    const sums = byTime.get(moment);
                    return sums === undefined ? [] : [{ id, name, sums }];
                  });
                  return present.length === 0
                    ? []
                    : [{ id: moment, title: momentText(moment), groups: present }];
                })}
              />
            )}
          </div>
        </>
      )}
      <Limits windowsKey={finished} />
      <Prices prices={prices} onSaved={answer.again} />
    </Page>
  );
}

/** e.g. `rota-usage-2026-11-20-2026-11-26.csv`, by the local calendar. */
function fileName(since: number, until: number): string {
  const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' });
  return `rota-usage-${day.format(since)}-${day.format(until)}.csv`;
}
