import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCommand } from '../../client/use-command.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../language/language.tsx';
import styles from './price-editor.module.css';
import { emptyLine, linesOf, PRICE_FIELDS, type PriceLine, pricesOf } from './price-lines.ts';

interface PriceEditorProps {
  readonly table: ProcedureOutput<'usage.prices'>;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** The price table as a form: a line for each model. */
export function PriceEditor({ table, onClose, onSaved }: PriceEditorProps) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [lines, setLines] = useState(() => linesOf(table.prices));
  const prices = pricesOf(lines);

  const save = async (entries: NonNullable<typeof prices>) => {
    if (await run((client) => client.command('usage.setPrices', { prices: [...entries] }))) onSaved();
  };
  const change = (id: number, changes: Partial<PriceLine>) =>
    setLines(lines.map((line) => (line.id === id ? { ...line, ...changes } : line)));

  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && prices !== null) void save(prices);
      }}
    >
      {/* The fields carry the whole words; these are for the eye. */}
      <div className={styles.heads} aria-hidden="true">
        <span>{t('prices.model')}</span>
        {PRICE_FIELDS.map((field) => (
          <span key={field}>{t(`prices.${field}`)}</span>
        ))}
      </div>
      <ul className={styles.lines}>
        {lines.map((line) => {
          const model = line.model.trim() || t('prices.newModel');
          return (
            <li key={line.id} className={styles.line}>
              <input
                className={styles.model}
                aria-label={t('prices.of', { what: t('prices.model'), model })}
                value={line.model}
                maxLength={200}
                spellCheck={false}
                autoComplete="off"
                onChange={({ target }) => change(line.id, { model: target.value })}
              />
              {PRICE_FIELDS.map((field) => (
                <label key={field} className={styles.price}>
                  <span className={styles.priceLabel} aria-hidden="true">
                    {t(`prices.${field}`)}
                  </span>
                  <input
                    aria-label={t('prices.of', { what: t(`prices.${field}`), model })}
                    value={line[field]}
                    inputMode="decimal"
                    autoComplete="off"
                    onChange={({ target }) => change(line.id, { [field]: target.value })}
                  />
                </label>
              ))}
              <IconButton
                label={t('prices.remove', { model })}
                onClick={() => setLines(lines.filter(({ id }) => id !== line.id))}
              >
                <Trash2 size={14} aria-hidden="true" />
              </IconButton>
            </li>
          );
        })}
      </ul>
      {problem !== null && (
        <Notice tone="problem" urgent>
          {problem}
        </Notice>
      )}
      {prices === null && <p className={styles.quiet}>{t('prices.incomplete')}</p>}
      <div className={styles.actions}>
        <Button
          icon={<Plus size={14} aria-hidden="true" />}
          onClick={() => setLines([...lines, emptyLine(lines)])}
        >
          {t('prices.add')}
        </Button>
        {table.edited && (
          <Button busy={busy} onClick={() => void save([])}>
            {t('prices.reset')}
          </Button>
        )}
        <span className={styles.gap} />
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        {/* An empty table means the built-in one, which has a button of its own. */}
        <Button type="submit" look="primary" busy={busy} unavailable={prices === null || prices.length === 0}>
          {t('prices.save')}
        </Button>
      </div>
    </form>
  );
}
