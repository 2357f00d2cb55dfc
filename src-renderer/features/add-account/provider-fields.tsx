import { ExternalLink } from 'lucide-react';
import { Choice } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import styles from '../../components/form.module.css';
import { Message, useText } from '../../language/language.tsx';
import { KNOWN_PROVIDERS } from './known-providers.ts';

/** Where another provider is, and which header carries the key there. */
export interface ProviderEntry {
  /** Name of a known provider, or null for one by its address. */
  readonly known: string | null;
  readonly baseUrl: string;
  readonly authType: 'api_key' | 'auth_token';
}

const BY_ADDRESS = 'by-address';

/** What the form begins with: the first provider of the list. */
export const FIRST_PROVIDER: ProviderEntry = entryOf(KNOWN_PROVIDERS[0]?.name ?? BY_ADDRESS);

function entryOf(choice: string): ProviderEntry {
  const known = KNOWN_PROVIDERS.find(({ name }) => name === choice);
  return known === undefined
    ? { known: null, baseUrl: '', authType: 'auth_token' }
    : { known: known.name, baseUrl: known.baseUrl, authType: known.authType };
}

interface ProviderFieldsProps {
  readonly entry: ProviderEntry;
  readonly onChange: (entry: ProviderEntry) => void;
}

/** Another provider: from a short list, or by its address. */
export function ProviderFields({ entry, onChange }: ProviderFieldsProps) {
  const t = useText();
  const known = KNOWN_PROVIDERS.find(({ name }) => name === entry.known);
  return (
    <>
      <Choice
        legend={t('provider.which')}
        value={entry.known ?? BY_ADDRESS}
        onChange={(value) => onChange(entryOf(value))}
        options={[
          ...KNOWN_PROVIDERS.map(({ name }) => ({ value: name, label: name })),
          { value: BY_ADDRESS, label: t('provider.byAddress') },
        ]}
      />
      {known === undefined ? (
        <>
          <Field
            label={t('key.baseUrl')}
            hint={t('key.baseUrlHint')}
            type="url"
            inputMode="url"
            placeholder="https://"
            value={entry.baseUrl}
            required
            onChange={(event) => onChange({ ...entry, baseUrl: event.target.value })}
          />
          <Choice
            legend={t('key.header')}
            value={entry.authType}
            onChange={(authType) => onChange({ ...entry, authType })}
            options={[
              { value: 'auth_token', label: 'Authorization: Bearer' },
              { value: 'api_key', label: 'x-api-key' },
            ]}
          />
        </>
      ) : (
        <p className={styles.hint}>
          <code>{known.baseUrl}</code>
          <br />
          <Message
            id="provider.check"
            values={{
              link: (
                <a className={styles.outside} href={known.docs} target="_blank" rel="noreferrer">
                  {t('provider.docs', { name: known.name })} <ExternalLink size={12} aria-hidden="true" />
                </a>
              ),
            }}
          />
        </p>
      )}
    </>
  );
}
