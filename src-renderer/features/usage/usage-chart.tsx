import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useLanguage, useText } from '../../language/language.tsx';
import type { Unit } from './span.ts';
import styles from './usage-chart.module.css';
import { amountOf, type Grouping, type Metric, type UsageGroup } from './usage-series.ts';
import { useGroupName, useMetricText, useMomentText } from './usage-words.ts';
import { useShownTheme } from './use-shown-theme.ts';

interface UsageChartProps {
  /** At most as many as there are colours (`MOST_SERIES`). */
  readonly groups: readonly UsageGroup[];
  /** Begins of the hours or days, in ms since the epoch. */
  readonly moments: readonly number[];
  readonly unit: Unit;
  readonly by: Grouping;
  readonly metric: Metric;
}

/** As many series as there are colours that can be told apart. */
export const MOST_SERIES = 6;

const HEIGHT_PX = 220;

/** Bars over time, one on the other; beside each name stands its number, of the bar under the pointer or of all. */
export function UsageChart({ groups, moments, unit, by, metric }: UsageChartProps) {
  const t = useText();
  const nameOf = useGroupName(by);
  const momentText = useMomentText(unit);
  const metricText = useMetricText(metric);
  const [pointed, setPointed] = useState<number | null>(null);
  const moment = pointed === null ? undefined : moments[pointed];

  return (
    <figure className={styles.figure}>
      <figcaption className={styles.legend}>
        <span className={styles.when}>{moment === undefined ? t('chart.whole') : momentText(moment)}</span>
        <ul className={styles.series}>
          {groups.map((group, index) => (
            <li key={group.id} className={styles.name}>
              <span className={styles.swatch} data-series={index} aria-hidden="true" />
              <span className={styles.label}>{nameOf(group)}</span>
              <span className={styles.value}>
                {metricText(amountOf(moment === undefined ? group.sums : group.byTime.get(moment), metric))}
              </span>
            </li>
          ))}
        </ul>
      </figcaption>
      <Bars
        label={t('chart.label', {
          what: t(`usagePage.show.${metric}`),
          unit: t(`chart.${unit}`),
          by: t(`usagePage.by.${by}`),
        })}
        groups={groups}
        moments={moments}
        unit={unit}
        metric={metric}
        onPoint={setPointed}
      />
    </figure>
  );
}

interface BarsProps extends Omit<UsageChartProps, 'by'> {
  readonly label: string;
  /** The place of the moment under the pointer, or null. */
  readonly onPoint: (index: number | null) => void;
}

function Bars({ label, groups, moments, unit, metric, onPoint }: BarsProps) {
  const { locale } = useLanguage();
  const momentText = useMomentText(unit, 'short');
  const metricText = useMetricText(metric);
  const theme = useShownTheme();
  const box = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `theme` and `locale` stand for the colours and texts that are read while drawing
  useEffect(() => {
    const target = box.current;
    if (target === null) return;
    const chart = new uPlot(
      {
        width: target.clientWidth,
        height: HEIGHT_PX,
        padding: [8, 16, 0, 0],
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: () => [-0.5, moments.length - 0.5] },
          y: { range: (_chart, _min, max) => [0, max > 0 ? max * 1.04 : 1] },
        },
        axes: [
          {
            ...axis(target),
            size: 28,
            incrs: [1, 2, 3, 4, 6, 7, 14, 30],
            space: 64,
            values: (_chart, places) =>
              places.map((place) => {
                const moment = moments[place];
                return moment === undefined ? '' : momentText(moment);
              }),
            grid: { show: false },
          },
          {
            ...axis(target),
            size: 60,
            space: 40,
            ...(metric === 'cost' ? {} : { incrs: WHOLE_STEPS }),
            values: (_chart, values) => values.map(metricText),
          },
        ],
        series: [{}, ...groups.map((_, index) => bar(target, groups.length - 1 - index))],
        hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
      },
      stacked(groups, moments, metric),
      target,
    );
    const observer = new ResizeObserver(() =>
      chart.setSize({ width: target.clientWidth, height: HEIGHT_PX }),
    );
    observer.observe(target);
    return () => {
      observer.disconnect();
      chart.destroy();
      onPoint(null);
    };
  }, [groups, moments, metric, theme, locale, onPoint]);

  return <div ref={box} className={styles.chart} role="img" aria-label={label} />;
}

/** Steps of an axis that counts: 1, 2, 5, 10, 20, 50, … */
const WHOLE_STEPS = Array.from({ length: 13 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();

/**
 * The numbers as uPlot wants them, the places first. Each series is the sum of its group and all before it, and the
 * highest is drawn first, so that what is left of it in sight is its own part.
 */
function stacked(
  groups: readonly UsageGroup[],
  moments: readonly number[],
  metric: Metric,
): uPlot.AlignedData {
  const sums = moments.map(() => 0);
  const rising = groups.map((group) =>
    moments.map((moment, place) => {
      sums[place] = (sums[place] ?? 0) + amountOf(group.byTime.get(moment), metric);
      return sums[place];
    }),
  );
  return [moments.map((_, place) => place), ...rising.toReversed()];
}

function axis(target: Element): uPlot.Axis {
  const { color, fontFamily } = getComputedStyle(target);
  const line = colorOf(target, '--line');
  return {
    stroke: color,
    font: `12px ${fontFamily}`,
    grid: { stroke: line, width: 1 },
    ticks: { show: false },
    gap: 6,
  };
}

function bar(target: Element, index: number): uPlot.Series {
  return {
    fill: colorOf(target, `--series-${index}`),
    // A hairline of the ground tells neighbours apart whose colours look alike.
    stroke: colorOf(target, '--ground'),
    width: 1,
    points: { show: false },
    ...(uPlot.paths.bars === undefined ? {} : { paths: uPlot.paths.bars({ size: [0.72, 36] }) }),
  };
}

/** A colour of the style sheet as a canvas understands it: `light-dark()` is worked out where it is used. */
function colorOf(target: Element, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  target.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
