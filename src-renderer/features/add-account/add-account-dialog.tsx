import { useState } from 'react';
import { useCore } from '../../client/client-context.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { type Text, useText } from '../../language/language.tsx';
import { AccountKinds, type NewAccountKind } from './account-kinds.tsx';
import { Added, type AddedAccount } from './added.tsx';
import { KeyForm } from './key-form.tsx';
import { SignIn } from './sign-in.tsx';
import { TermsGate } from './terms-gate.tsx';

type Step =
  | { readonly kind: 'choose' }
  | { readonly kind: 'enter'; readonly account: NewAccountKind }
  | { readonly kind: 'added'; readonly account: AddedAccount };

interface AddAccountDialogProps {
  /** A sign-in that waits already and is gone on with, or null to begin with the choice of kinds. */
  readonly loginId: string | null;
  readonly onClose: () => void;
}

/** Adds an account: which kind, then the sign-in or the key, then where it now stands. */
export function AddAccountDialog({ loginId, onClose }: AddAccountDialogProps) {
  const t = useText();
  const [step, setStep] = useState<Step>(
    loginId === null ? { kind: 'choose' } : { kind: 'enter', account: 'subscription' },
  );
  const back = () => setStep({ kind: 'choose' });
  const added = (account: AddedAccount) => setStep({ kind: 'added', account });

  return (
    <Dialog title={title(step, t)} onClose={onClose}>
      {step.kind === 'choose' && <AccountKinds onChoose={(account) => setStep({ kind: 'enter', account })} />}
      {step.kind === 'enter' && (
        <Enter kind={step.account} loginId={loginId} onBack={back} onClose={onClose} onAdded={added} />
      )}
      {step.kind === 'added' && <Added account={step.account} onClose={onClose} />}
    </Dialog>
  );
}

interface EnterProps {
  readonly kind: NewAccountKind;
  readonly loginId: string | null;
  readonly onBack: () => void;
  readonly onClose: () => void;
  readonly onAdded: (account: AddedAccount) => void;
}

function Enter({ kind, loginId, onBack, onClose, onAdded }: EnterProps) {
  switch (kind) {
    case 'subscription':
      return (
        <TermsGate onBack={onBack}>
          <Subscription loginId={loginId} onCancel={onClose} onAdded={onAdded} />
        </TermsGate>
      );
    case 'setup-token':
      return (
        <TermsGate onBack={onBack}>
          <KeyForm kind={kind} onBack={onBack} onAdded={onAdded} />
        </TermsGate>
      );
    case 'api-key':
    case 'other':
      return <KeyForm kind={kind} onBack={onBack} onAdded={onAdded} />;
  }
}

/** A new subscription. A sign-in of anybody that waits already is gone on with instead of beginning a second one. */
function Subscription({
  loginId,
  onCancel,
  onAdded,
}: Pick<EnterProps, 'loginId' | 'onAdded'> & { readonly onCancel: () => void }) {
  const { pendingLogins } = useCore().snapshot;
  const [resumed] = useState(
    () => loginId ?? pendingLogins.find(({ askedFor }) => askedFor === null)?.loginId ?? null,
  );
  return (
    <SignIn
      loginId={resumed}
      accountEmail={null}
      onCancel={onCancel}
      onSignedIn={({ accountId, signedInAs, renewed }) =>
        onAdded({ accountId, name: signedInAs ?? accountId, renewed })
      }
    />
  );
}

function title(step: Step, t: Text): string {
  switch (step.kind) {
    case 'choose':
      return t('add.title');
    case 'enter':
      return t(`add.${step.account}.title`);
    case 'added':
      return t(step.account.renewed ? 'added.renewedTitle' : 'added.title');
  }
}
