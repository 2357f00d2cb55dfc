import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import styles from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../language/language.tsx';
import type { AddedAccount } from './added.tsx';
import { KeyTestResult } from './key-test-result.tsx';
import { FIRST_PROVIDER, type ProviderEntry, ProviderFields } from './provider-fields.tsx';
import { type KeyEntry, useKeyForm } from './use-key-form.ts';

interface KeyFormProps {
  readonly kind: 'api-key' | 'setup-token' | 'other';
  readonly onBack: () => void;
  readonly onAdded: (account: AddedAccount) => void;
}

/**
 * Adds an account that authenticates with a key, which is tried first; the person may add it all the same when the
 * provider does not take it. The key leaves the page with the form and is not kept in it.
 */
export function KeyForm({ kind, onBack, onAdded }: KeyFormProps) {
  const t = useText();
  const form = useKeyForm(onAdded);
  const [provider, setProvider] = useState<ProviderEntry>(FIRST_PROVIDER);
  const [typedName, setTypedName] = useState<string | null>(null);
  const [key, setKey] = useState('');
  // Until the person names it, an account of a known provider is called like its provider.
  const name = typedName ?? (kind === 'other' ? (provider.known ?? '') : '');
  const isOther = kind === 'other';
  const incomplete = name.trim() === '' || key.trim() === '' || (isOther && provider.baseUrl.trim() === '');
  const doubtful = form.tested !== null && form.tested.result !== 'accepted';

  const entry: KeyEntry = {
    name: name.trim(),
    key: key.trim(),
    at: isOther ? { baseUrl: provider.baseUrl.trim(), authType: provider.authType } : null,
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!form.busy && !incomplete) void form.testAndAdd(entry);
      }}
    >
      {isOther && (
        <ProviderFields
          entry={provider}
          onChange={(changed) => {
            setProvider(changed);
            form.changed();
          }}
        />
      )}
      <Field
        label={t('key.name')}
        hint={t('key.nameHint')}
        value={name}
        maxLength={100}
        required
        autoFocus={!isOther}
        onChange={(event) => setTypedName(event.target.value)}
      />
      <Field
        label={t(kind === 'setup-token' ? 'key.setupToken' : 'key.key')}
        hint={t(kind === 'setup-token' ? 'key.setupTokenHint' : 'key.keyHint')}
        type="password"
        value={key}
        required
        onChange={(event) => {
          setKey(event.target.value);
          form.changed();
        }}
      />
      {form.tested !== null && <KeyTestResult test={form.tested} />}
      {form.problem !== null && (
        <Notice tone="problem" urgent>
          {form.problem}
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onBack}>{t('common.back')}</Button>
        {doubtful && (
          <Button busy={form.busy} onClick={() => void form.add(entry)}>
            {t('keyTest.addAnyway')}
          </Button>
        )}
        <Button type="submit" look="primary" busy={form.busy} unavailable={incomplete}>
          {t(doubtful ? 'keyTest.again' : 'key.add')}
        </Button>
      </DialogActions>
    </form>
  );
}
