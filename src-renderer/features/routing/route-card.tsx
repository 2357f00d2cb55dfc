import { ArrowDown, ArrowUp, CornerDownRight, Ellipsis, Pencil, Plus, Trash2, X } from 'lucide-react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { StrategyName } from '../../../src-shared/model/snapshot.ts';
import { Menu, type MenuItem } from '../../components/menu.tsx';
import { SortableList, type SortableSlot } from '../../components/sortable-list.tsx';
import { useText } from '../../language/language.tsx';
import { CandidateRow } from './candidate-row.tsx';
import styles from './route-card.module.css';
import { type CandidateLine, candidateLines, type ModelRoute } from './route-edits.ts';

/** What the person wants done with a route. */
export type RouteWish =
  | { readonly kind: 'edit' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'add-accounts' }
  | { readonly kind: 'rename-model'; readonly line: CandidateLine }
  | { readonly kind: 'order'; readonly lines: readonly CandidateLine[] }
  | { readonly kind: 'take-out'; readonly line: CandidateLine }
  | { readonly kind: 'move-to'; readonly line: CandidateLine; readonly target: ModelRoute };

interface RouteCardProps {
  readonly route: ModelRoute;
  /** The other routes, where its candidates can be moved to. */
  readonly others: readonly ModelRoute[];
  readonly accounts: readonly AccountSnapshot[];
  /** The strategy that holds where the route has none of its own. */
  readonly defaultStrategy: StrategyName;
  readonly readOnly: boolean;
  readonly onWish: (wish: RouteWish) => void;
}

const ICON = { size: 14, 'aria-hidden': true } as const;

/** One model route: its pattern, how its accounts are ordered, and the accounts. */
export function RouteCard({ route, others, accounts, defaultStrategy, readOnly, onWish }: RouteCardProps) {
  const t = useText();
  const { pattern, strategy } = route;
  const lines = candidateLines(route, accounts);

  const candidateItems = (line: CandidateLine, { place, total, moveBy }: SortableSlot): MenuItem[] => [
    {
      label: t('candidate.rename'),
      icon: <Pencil {...ICON} />,
      onSelect: () => onWish({ kind: 'rename-model', line }),
    },
    ...(place > 1
      ? [{ label: t('candidate.up'), icon: <ArrowUp {...ICON} />, onSelect: () => moveBy(-1) }]
      : []),
    ...(place < total
      ? [{ label: t('candidate.down'), icon: <ArrowDown {...ICON} />, onSelect: () => moveBy(1) }]
      : []),
    ...others.map((target) => ({
      label: t('candidate.moveTo', { pattern: target.pattern }),
      icon: <CornerDownRight {...ICON} />,
      onSelect: () => onWish({ kind: 'move-to', line, target }),
    })),
    {
      label: t('candidate.remove'),
      icon: <X {...ICON} />,
      separated: true,
      onSelect: () => onWish({ kind: 'take-out', line }),
    },
  ];

  return (
    <article className={styles.card}>
      <header className={styles.head}>
        <h3 className={styles.pattern}>{pattern}</h3>
        <p className={styles.strategy}>
          {strategy === null
            ? t('route.strategySame', { strategy: t(`strategy.${defaultStrategy}`) })
            : t(`strategy.${strategy}`)}
        </p>
        {!readOnly && (
          <Menu
            label={t('route.more', { pattern })}
            icon={<Ellipsis size={16} aria-hidden="true" />}
            items={[
              {
                label: t('route.edit'),
                icon: <Pencil {...ICON} />,
                onSelect: () => onWish({ kind: 'edit' }),
              },
              {
                label: t('route.addAccounts'),
                icon: <Plus {...ICON} />,
                onSelect: () => onWish({ kind: 'add-accounts' }),
              },
              {
                label: t('route.remove'),
                icon: <Trash2 {...ICON} />,
                danger: true,
                separated: true,
                onSelect: () => onWish({ kind: 'remove' }),
              },
            ]}
          />
        )}
      </header>
      {lines.length === 0 ? (
        <p className={styles.nobody}>{t('route.nobody')}</p>
      ) : (
        <SortableList
          label={t('route.list', { pattern })}
          items={lines}
          sortable={!readOnly}
          itemClassName={styles.line}
          onReorder={(ids) =>
            onWish({ kind: 'order', lines: ids.flatMap((id) => lines.find((line) => line.id === id) ?? []) })
          }
          render={(line, slot) => (
            <CandidateRow
              line={line}
              handle={slot.handle}
              menu={
                !readOnly && (
                  <Menu
                    label={t('candidate.more', { name: line.label, pattern })}
                    icon={<Ellipsis size={16} aria-hidden="true" />}
                    items={candidateItems(line, slot)}
                  />
                )
              }
            />
          )}
        />
      )}
    </article>
  );
}
