import { type ReactNode, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { useText } from '../../language/language.tsx';
import styles from './saved-field.module.css';
import { type SettingsChanges, useSettingsUpdate } from './settings-section.ts';

interface SavedFieldProps {
  readonly label: string;
  readonly hint?: string;
  /** What is in force, as text. */
  readonly value: string;
  /** Stands behind the value, e.g. "days". */
  readonly unit?: string;
  /** For short values such as numbers. */
  readonly short?: boolean;
  readonly readOnly: boolean;
  readonly placeholder?: string;
  /** What the typed text changes; the core says what is wrong with it. */
  readonly changesOf: (typed: string) => SettingsChanges;
  readonly onChanged: () => void;
}

/** A setting to type in; a button to save it comes when it differs from what is in force. */
export function SavedField({
  label,
  hint,
  value,
  unit,
  short = false,
  readOnly,
  placeholder,
  changesOf,
  onChanged,
}: SavedFieldProps) {
  const t = useText();
  const { update, busy, problem } = useSettingsUpdate(onChanged);
  const [typed, setTyped] = useState<string | null>(null);
  const edited = typed !== null && typed.trim() !== value;

  const beside: ReactNode = (
    <>
      {unit !== undefined && <span className={styles.unit}>{unit}</span>}
      {edited && (
        <Button type="submit" busy={busy}>
          {t('settings.save')}
        </Button>
      )}
    </>
  );

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!edited || busy) return;
        void update(changesOf(typed.trim())).then((done) => {
          if (done) setTyped(null);
        });
      }}
    >
      <Field
        className={short ? styles.short : styles.long}
        label={label}
        hint={hint}
        value={typed ?? value}
        maxLength={500}
        readOnly={readOnly}
        placeholder={placeholder}
        inputMode={short ? 'numeric' : 'text'}
        error={edited ? problem : null}
        beside={beside}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  );
}

/** The number that was typed; NaN, which the core refuses with a sentence, where it is none. */
export function numberIn(typed: string): number {
  return /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
}
