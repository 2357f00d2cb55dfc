import { useState } from 'react';
import type { StrategyName } from '../../../src-shared/model/snapshot.ts';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import { AccountPicker } from '../../components/account-picker.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Field } from '../../components/field.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { useText } from '../../language/language.tsx';
import { type ModelRoute, routeInput, routeWithPattern, withAccounts } from './route-edits.ts';
import { STRATEGIES } from './strategies.ts';

interface RouteDialogProps {
  /** The route to edit, or null to add one. */
  readonly route: ModelRoute | null;
  readonly routes: readonly ModelRoute[];
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

const SAME_AS_ALL = '';

/** Asks for a route's pattern and strategy, and for a new one's accounts. */
export function RouteDialog({ route, routes, onClose, onSaved }: RouteDialogProps) {
  const t = useText();
  const { snapshot } = useCore();
  const { run, busy, problem } = useCommand();
  const [pattern, setPattern] = useState(route?.pattern ?? '');
  const [strategy, setStrategy] = useState<StrategyName | null>(route?.strategy ?? null);
  const [picked, setPicked] = useState<readonly string[]>([]);

  const taken = routeWithPattern(routes, pattern, route);
  const complete = pattern.trim() !== '' && taken === null && (route !== null || picked.length > 0);

  const save = async () => {
    const accounts = snapshot.accounts.filter(({ id }) => picked.includes(id));
    const changed = { pattern: pattern.trim(), strategy };
    const input =
      route === null ? { ...changed, candidates: withAccounts([], accounts) } : routeInput(route, changed);
    if (await run((client) => client.command('routes.save', input))) onSaved();
  };

  return (
    <Dialog title={t(route === null ? 'route.addTitle' : 'route.editTitle')} onClose={onClose}>
      <DialogForm
        busy={busy}
        incomplete={!complete}
        submit={t(route === null ? 'routing.add' : 'common.save')}
        onSubmit={() => void save()}
        onCancel={onClose}
      >
        <Field
          label={t('route.pattern')}
          hint={t('route.patternHint')}
          value={pattern}
          maxLength={200}
          required
          error={taken === null ? problem : t('route.patternTaken', { pattern: taken.pattern })}
          onChange={(event) => setPattern(event.target.value)}
        />
        <SelectField
          label={t('route.strategy')}
          hint={t(`strategy.${strategy ?? snapshot.strategy}.sentence`)}
          value={strategy ?? SAME_AS_ALL}
          options={[
            {
              value: SAME_AS_ALL,
              label: t('route.strategySame', { strategy: t(`strategy.${snapshot.strategy}`) }),
            },
            ...STRATEGIES.map((value) => ({ value, label: t(`strategy.${value}`) })),
          ]}
          onChange={(value) => setStrategy(value === SAME_AS_ALL ? null : value)}
        />
        {route === null && (
          <AccountPicker
            legend={t('route.accounts')}
            hint={t('route.orderLater')}
            accounts={snapshot.accounts}
            picked={picked}
            onChange={setPicked}
          />
        )}
      </DialogForm>
    </Dialog>
  );
}
