import { useState } from 'react';
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

/** Adds an account: which kind, then the sign-in or the key, then where it now stands. */
export function AddAccountDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const [step, setStep] = useState<Step>({ kind: 'choose' });
  const back = () => setStep({ kind: 'choose' });
  const added = (account: AddedAccount) => setStep({ kind: 'added', account });

  return (
    <Dialog title={title(step, t)} onClose={onClose}>
      {step.kind === 'choose' && <AccountKinds onChoose={(account) => setStep({ kind: 'enter', account })} />}
      {step.kind === 'enter' && <Enter kind={step.account} onBack={back} onAdded={added} />}
      {step.kind === 'added' && <Added account={step.account} onClose={onClose} />}
    </Dialog>
  );
}

function Enter({
  kind,
  onBack,
  onAdded,
}: {
  readonly kind: NewAccountKind;
  readonly onBack: () => void;
  readonly onAdded: (account: AddedAccount) => void;
}) {
  switch (kind) {
    case 'subscription':
      return (
        <TermsGate onBack={onBack}>
          <SignIn
            accountEmail={null}
            onCancel={onBack}
            onSignedIn={({ accountId, signedInAs, renewed }) =>
              onAdded({ accountId, name: signedInAs ?? accountId, renewed })
            }
          />
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
