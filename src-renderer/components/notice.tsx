import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './notice.module.css';

interface NoticeProps {
  /** `note` states a fact, `resting` something that ends by itself, `problem` something that went wrong. */
  readonly tone: 'note' | 'resting' | 'problem';
  readonly children: ReactNode;
  /** Buttons that do something about it. */
  readonly actions?: ReactNode;
  /** True where it appears in answer to something the person did, and is to be read out at once. */
  readonly urgent?: boolean;
}

/** One or two sentences across the page's width, with what can be done about them. */
export function Notice({ tone, children, actions, urgent = false }: NoticeProps) {
  const Icon = tone === 'note' ? Info : TriangleAlert;
  return (
    <div className={classNames(styles.notice, styles[tone])} role={urgent ? 'alert' : undefined}>
      <Icon size={16} aria-hidden="true" />
      <div className={styles.text}>{children}</div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
