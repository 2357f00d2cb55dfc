import { useState } from 'react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { useCommand } from '../../client/use-command.ts';
import { Choice } from '../../components/choice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Field } from '../../components/field.tsx';
import { useText } from '../../language/language.tsx';

/** How an account reaches its provider. */
type Way = 'system' | 'direct' | 'proxy';

interface ProxyDialogProps {
  readonly account: AccountSnapshot;
  readonly onClose: () => void;
}

/** Sets the proxy of one account. */
export function ProxyDialog({ account, onClose }: ProxyDialogProps) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  const [way, setWay] = useState<Way>(wayOf(account.proxy));
  const [address, setAddress] = useState(wayOf(account.proxy) === 'proxy' ? (account.proxy ?? '') : '');
  const incomplete = way === 'proxy' && address.trim() === '';

  const save = async () => {
    const proxy = way === 'system' ? null : way === 'direct' ? 'none' : address.trim();
    const input = { account: account.id, proxy };
    if (await run((client) => client.command('accounts.configure', input))) onClose();
  };

  return (
    <Dialog title={t('proxy.title', { name: account.name })} onClose={onClose}>
      <DialogForm
        busy={busy}
        problem={problem}
        incomplete={incomplete}
        onSubmit={() => void save()}
        onCancel={onClose}
      >
        <p>{t('proxy.sentence')}</p>
        <Choice<Way>
          legend={t('proxy.way')}
          value={way}
          onChange={setWay}
          options={[
            { value: 'system', label: t('proxy.system') },
            { value: 'direct', label: t('proxy.direct') },
            { value: 'proxy', label: t('proxy.own') },
          ]}
        />
        {way === 'proxy' && (
          <Field
            label={t('proxy.address')}
            hint={t('proxy.addressHint')}
            inputMode="url"
            placeholder="http://127.0.0.1:8080"
            value={address}
            maxLength={500}
            required
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
      </DialogForm>
    </Dialog>
  );
}

function wayOf(proxy: string | null): Way {
  if (proxy === null) return 'system';
  return proxy === 'none' ? 'direct' : 'proxy';
}
