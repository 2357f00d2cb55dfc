import { Plus } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { RotaMark } from '../../components/rota-mark.tsx';
import { useText } from '../../language/language.tsx';
import styles from './no-accounts.module.css';

/** The page before the first account: what will be here, and the first step. */
export function NoAccounts({
  readOnlyFile,
  onAdd,
}: {
  readonly readOnlyFile: string | null;
  readonly onAdd: () => void;
}) {
  const t = useText();
  return (
    <div className={styles.empty}>
      <RotaMark size={32} />
      <h2>{t('empty.title')}</h2>
      <p>{readOnlyFile === null ? t('empty.sentence') : t('empty.readOnly', { file: readOnlyFile })}</p>
      {readOnlyFile === null && (
        <Button look="primary" icon={<Plus size={16} aria-hidden="true" />} onClick={onAdd}>
          {t('empty.add')}
        </Button>
      )}
    </div>
  );
}
