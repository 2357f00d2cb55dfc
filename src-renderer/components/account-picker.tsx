import { planText } from '../../src-shared/lib/plan-text.ts';
import type { AccountSnapshot } from '../../src-shared/model/account.ts';
import styles from './account-picker.module.css';

interface AccountPickerProps {
  readonly legend: string;
  readonly hint?: string;
  readonly accounts: readonly AccountSnapshot[];
  /** Ids of those that are ticked. */
  readonly picked: readonly string[];
  readonly onChange: (picked: readonly string[]) => void;
}

/** Some of the accounts, in the person's order. */
export function AccountPicker({ legend, hint, accounts, picked, onChange }: AccountPickerProps) {
  return (
    <fieldset>
      <legend className={styles.legend}>{legend}</legend>
      <ul className={styles.list}>
        {accounts.map(({ id, name, provider, identity }) => (
          <li key={id}>
            <label className={styles.account}>
              <input
                type="checkbox"
                checked={picked.includes(id)}
                onChange={({ target }) =>
                  onChange(
                    accounts
                      .map((account) => account.id)
                      .filter((each) => (each === id ? target.checked : picked.includes(each))),
                  )
                }
              />
              <span className={styles.name}>{name}</span>
              <span className={styles.kind}>{planText(identity) ?? provider}</span>
            </label>
          </li>
        ))}
      </ul>
      {hint && <p className={styles.hint}>{hint}</p>}
    </fieldset>
  );
}
