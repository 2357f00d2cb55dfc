import { Plus } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { RotaMark } from '../../components/rota-mark.tsx';
import { useText } from '../../language/language.tsx';

interface NoAccountsProps {
  readonly readOnlyFile: string | null;
  readonly onAdd: () => void;
}

/** The page before the first account: what will be here, and the first step. */
export function NoAccounts({ readOnlyFile, onAdd }: NoAccountsProps) {
  const t = useText();
  const icon = <RotaMark size={24} />;
  if (readOnlyFile !== null)
    return (
      <Empty icon={icon} title={t('empty.title')} sentence={t('empty.readOnly', { file: readOnlyFile })} />
    );
  return (
    <Empty
      icon={icon}
      title={t('empty.title')}
      sentence={t('empty.sentence')}
      action={
        <Button look="primary" icon={<Plus size={16} aria-hidden="true" />} onClick={onAdd}>
          {t('empty.add')}
        </Button>
      }
    />
  );
}
