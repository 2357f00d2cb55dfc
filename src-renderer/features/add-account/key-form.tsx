import { useState } from 'react';
import type { CallInput } from '../../../src-shared/contract/contract.ts';
import { useCommand } from '../../client/use-command.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import styles from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../language/language.tsx';
import type { AddedAccount } from './added.tsx';

interface KeyFormProps {
  readonly kind: 'api-key' | 'setup-token' | 'other';
  readonly onBack: () => void;
  readonly onAdded: (account: AddedAccount) => void;
}

type Header = 'auth_token' | 'api_key';

/** Adds an account that authenticates with a key. The key leaves the page with the form and is not kept in it. */
export function KeyForm({ kind, onBack, onAdded }: KeyFormProps) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [name, setName] = useState('');
  const [key, setKey] = useState('');
  const [baseUrl, setBaseUrl] = useState('');
  const [header, setHeader] = useState<Header>('auth_token');
  const incomplete = name.trim() === '' || key.trim() === '' || (kind === 'other' && baseUrl.trim() === '');

  const add = async () => {
    const input: CallInput<'accounts.addKey'> = {
      name: name.trim(),
      key: key.trim(),
      ...(kind === 'other' ? { baseUrl: baseUrl.trim(), authType: header } : {}),
    };
    const done = await run((client) => client.command('accounts.addKey', input));
    if (done !== null) onAdded({ ...done, renewed: false });
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && !incomplete) void add();
      }}
    >
      <Field
        label={t('key.name')}
        hint={t('key.nameHint')}
        value={name}
        maxLength={100}
        required
        autoFocus
        onChange={(event) => setName(event.target.value)}
      />
      {kind === 'other' && (
        <Field
          label={t('key.baseUrl')}
          hint={t('key.baseUrlHint')}
          type="url"
          inputMode="url"
          placeholder="https://"
          value={baseUrl}
          required
          onChange={(event) => setBaseUrl(event.target.value)}
        />
      )}
      <Field
        label={t(kind === 'setup-token' ? 'key.setupToken' : 'key.key')}
        hint={t(kind === 'setup-token' ? 'key.setupTokenHint' : 'key.keyHint')}
        type="password"
        value={key}
        required
        onChange={(event) => setKey(event.target.value)}
      />
      {kind === 'other' && (
        <Choice
          legend={t('key.header')}
          value={header}
          onChange={setHeader}
          options={[
            { value: 'auth_token', label: 'Authorization: Bearer' },
            { value: 'api_key', label: 'x-api-key' },
          ]}
        />
      )}
      {problem !== null && (
        <Notice tone="problem" urgent>
          {problem}
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onBack}>{t('common.back')}</Button>
        <Button type="submit" look="primary" busy={busy} unavailable={incomplete}>
          {t('key.add')}
        </Button>
      </DialogActions>
    </form>
  );
}
