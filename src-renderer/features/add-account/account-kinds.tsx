import { KeyRound, Server, Ticket, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../language/language.tsx';
import styles from './account-kinds.module.css';

/** What can be added. */
export type NewAccountKind = 'subscription' | 'api-key' | 'setup-token' | 'other';

const ICON = { size: 20, 'aria-hidden': true, strokeWidth: 1.6 } as const;

const KINDS: readonly (readonly [NewAccountKind, ReactNode])[] = [
  ['subscription', <UserRound key="icon" {...ICON} />],
  ['api-key', <KeyRound key="icon" {...ICON} />],
  ['setup-token', <Ticket key="icon" {...ICON} />],
  ['other', <Server key="icon" {...ICON} />],
];

/** The four kinds of account as tiles. */
export function AccountKinds({ onChoose }: { readonly onChoose: (kind: NewAccountKind) => void }) {
  const t = useText();
  return (
    <ul className={styles.tiles}>
      {KINDS.map(([kind, icon]) => (
        <li key={kind}>
          <button type="button" className={styles.tile} onClick={() => onChoose(kind)}>
            {icon}
            <strong>{t(`add.${kind}.name`)}</strong>
            <span>{t(`add.${kind}.sentence`)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
