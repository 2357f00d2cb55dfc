import {
  ArrowDown,
  ArrowUp,
  Clock,
  Globe,
  KeyRound,
  LogIn,
  Pencil,
  Power,
  RefreshCw,
  Trash2,
} from 'lucide-react';
import type { AccountSnapshot } from '../../../src-shared/model/account.ts';
import type { MenuItem } from '../../components/menu.tsx';
import type { SortableSlot } from '../../components/sortable-list.tsx';
import type { Text } from '../../language/language.tsx';

/** What can be done with an account besides moving it. */
export type AccountAction =
  | 'rename'
  | 'sign-in'
  | 'refresh'
  | 'replace-key'
  | 'proxy'
  | 'limits'
  | 'enable'
  | 'disable'
  | 'remove'
  | 'read-terms';

const ICON = { size: 14, 'aria-hidden': true } as const;

interface MenuOf {
  readonly account: AccountSnapshot;
  readonly slot: Pick<SortableSlot, 'place' | 'total' | 'moveBy'>;
  readonly readOnly: boolean;
  readonly onAction: (action: AccountAction) => void;
}

/** The menu of an account; under a settings file only what does not change it. */
export function accountMenu({ account, slot, readOnly, onAction }: MenuOf, t: Text): MenuItem[] {
  const item = (
    action: AccountAction,
    label: string,
    icon: MenuItem['icon'],
    more: Partial<MenuItem> = {},
  ): MenuItem => ({ label, icon, onSelect: () => onAction(action), ...more });

  const signIn = [
    item('refresh', t('accounts.refresh'), <RefreshCw {...ICON} />),
    item('sign-in', t('accounts.signInAgain'), <LogIn {...ICON} />),
  ];
  if (readOnly) return account.kind === 'oauth' ? signIn : [];

  const up = { label: t('accounts.moveUp'), icon: <ArrowUp {...ICON} />, onSelect: () => slot.moveBy(-1) };
  const down = {
    label: t('accounts.moveDown'),
    icon: <ArrowDown {...ICON} />,
    onSelect: () => slot.moveBy(1),
  };
  return [
    item('rename', t('accounts.rename'), <Pencil {...ICON} />),
    ...(slot.place > 1 ? [up] : []),
    ...(slot.place < slot.total ? [down] : []),
    ...(account.kind === 'oauth'
      ? signIn
      : [item('replace-key', t('accounts.replaceKey'), <KeyRound {...ICON} />)]),
    item('proxy', t('accounts.proxy'), <Globe {...ICON} />, { separated: true }),
    item('limits', t('accounts.limits'), <Clock {...ICON} />),
    account.enabled
      ? item('disable', t('accounts.disable'), <Power {...ICON} />, { separated: true })
      : item('enable', t('accounts.enable'), <Power {...ICON} />, { separated: true }),
    item('remove', t('accounts.remove'), <Trash2 {...ICON} />, { danger: true }),
  ];
}
