import type { ManagementClient } from '../../src-shared/contract/client.ts';
import type { Reply } from '../../src-shared/contract/reply.ts';
import { useCommand } from '../client/use-command.ts';
import { useText } from '../language/language.tsx';
import { Button } from './button.tsx';
import { Dialog, DialogActions } from './dialog.tsx';
import { Notice } from './notice.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What follows, in whole sentences. */
  readonly sentence: string;
  readonly confirm: string;
  /** `primary` where nothing is lost by it; default: `danger`. */
  readonly look?: 'danger' | 'primary';
  readonly command: (client: ManagementClient) => Promise<Reply<unknown>>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks once before something that is not easily undone. */
export function ConfirmDialog({
  title,
  sentence,
  confirm,
  look = 'danger',
  command,
  onClose,
  onDone,
}: ConfirmDialogProps) {
  const t = useText();
  const { run, busy, problem } = useCommand();
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{sentence}</p>
      {problem !== null && (
        <Notice tone="problem" urgent>
          {problem}
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          look={look}
          busy={busy}
          onClick={() =>
            void run(command).then((done) => {
              if (done !== null) onDone();
            })
          }
        >
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
