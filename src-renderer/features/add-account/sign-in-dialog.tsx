import { useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useText } from '../../language/language.tsx';
import { SignIn } from './sign-in.tsx';
import { TermsGate } from './terms-gate.tsx';

interface SignInDialogProps {
  readonly account: { readonly name: string; readonly accountEmail: string | null };
  /** A sign-in of this account that waits already, where the caller knows of one. */
  readonly loginId: string | null;
  readonly onClose: () => void;
}

/** Signs an account in again that is there already. */
export function SignInDialog({ account, loginId, onClose }: SignInDialogProps) {
  const t = useText();
  const { pendingLogins } = useCore().snapshot;
  const [resumed] = useState(
    () => loginId ?? pendingLogins.find(({ askedFor }) => askedFor === account.accountEmail)?.loginId ?? null,
  );
  return (
    <Dialog title={t('signIn.title', { name: account.name })} onClose={onClose}>
      <TermsGate onBack={onClose}>
        <SignIn
          loginId={resumed}
          accountEmail={account.accountEmail}
          onCancel={onClose}
          onSignedIn={onClose}
        />
      </TermsGate>
    </Dialog>
  );
}
