import { useState } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { type Text, useText } from '../../language/language.tsx';
import { AccountKinds, type NewAccountKind } from './account-kinds.tsx';
import { Added } from './added.tsx';
import { KeyForm } from './key-form.tsx';
import { SignIn } from './sign-in.tsx';
import { TermsGate } from './terms-gate.tsx';

type Step =
  | { readonly kind: 'choose' }
  | { readonly kind: 'enter'; readonly account: NewAccountKind }
  | { readonly kind: 'added'; readonly accountId: string; readonly name: string };

/** Adds an account: which kind, then the sign-in or the key, then where it now stands. */
export function AddAccountDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const [step, setStep] = useState<Step>({ kind: 'choose' });
  const back = () => setStep({ kind: 'choose' });
  const added = (accountId: string, name: string) => setStep({ kind: 'added', accountId, name });

  return (
    <Dialog title={title(step, t)} onClose={onClose}>
      {step.kind === 'choose' && <AccountKinds onChoose={(account) => setStep({ kind: 'enter', account })} />}
      {step.kind === 'enter' && <Enter kind={step.account} onBack={back} onAdded={added} />}
      {step.kind === 'added' && <Added accountId={step.accountId} name={step.name} onClose={onClose} />}
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
  readonly onAdded: (accountId: string, name: string) => void;
}) {
  switch (kind) {
    case 'subscription':
      return (
        <TermsGate onBack={onBack}>
          <SignIn
            accountEmail={null}
            onCancel={onBack}
            onSignedIn={({ accountId, signedInAs }) => onAdded(accountId, signedInAs ?? accountId)}
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
      return t('added.title');
  }
}
