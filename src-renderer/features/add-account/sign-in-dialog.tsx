import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useText } from '../../language/language.tsx';
import { SignIn } from './sign-in.tsx';
import { TermsGate } from './terms-gate.tsx';

interface SignInDialogProps {
  readonly account: AccountSnapshot;
  readonly onClose: () => void;
}

/** Signs an account in again that is there already. */
export function SignInDialog({ account, onClose }: SignInDialogProps) {
  const t = useText();
  return (
    <Dialog title={t('signIn.title', { name: account.name })} onClose={onClose}>
      <TermsGate onBack={onClose}>
        <SignIn accountEmail={account.accountEmail} onCancel={onClose} onSignedIn={onClose} />
      </TermsGate>
    </Dialog>
  );
}
