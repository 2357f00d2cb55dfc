import { Button } from '../../components/button.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import styles from '../../components/form.module.css';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../language/language.tsx';

interface SignInEndedProps {
  /** Why, as a sentence. */
  readonly problem: string;
  readonly onAgain: () => void;
  readonly onCancel: () => void;
}

/** A sign-in that came to nothing, and the way to begin again. */
export function SignInEnded({ problem, onAgain, onCancel }: SignInEndedProps) {
  const t = useText();
  return (
    <div className={styles.form}>
      <Notice tone="problem" urgent>
        {problem}
      </Notice>
      <DialogActions>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button look="primary" onClick={onAgain}>
          {t('signIn.again')}
        </Button>
      </DialogActions>
    </div>
  );
}
