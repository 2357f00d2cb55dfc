import { Route as RouteIcon } from 'lucide-react';
import { useState } from 'react';
import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { useCore } from '../../client/client-context.tsx';
import { useCommand } from '../../client/use-command.ts';
import type { Latest } from '../../client/use-latest.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Empty } from '../../components/empty.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useText } from '../../language/language.tsx';
import { AddAccountsDialog } from './add-accounts-dialog.tsx';
import styles from './model-routes.module.css';
import { RenameModelDialog } from './rename-model-dialog.tsx';
import { RouteCard, type RouteWish } from './route-card.tsx';
import { RouteDialog } from './route-dialog.tsx';
import { inThisOrder, type ModelRoute, type RouteInput, routeInput } from './route-edits.ts';

interface ModelRoutesProps {
  readonly routes: Latest<ProcedureOutput<'routes.list'>>;
  readonly readOnly: boolean;
}

/** A wish that needs a dialog, and the route that it is about. */
type Question = Extract<RouteWish, { kind: 'edit' | 'remove' | 'add-accounts' | 'rename-model' }> & {
  readonly route: ModelRoute;
};

/** The list of model routes. */
export function ModelRoutes({ routes, readOnly }: ModelRoutesProps) {
  const t = useText();
  const { snapshot } = useCore();
  const { run, problem, dismiss } = useCommand();
  const [question, setQuestion] = useState<Question | null>(null);
  const [ordered, setOrdered] = useState<{ readonly after: unknown; readonly route: ModelRoute } | null>(
    null,
  );

  // What the person just put in order is shown until the core's next list, or until it is refused.
  const shown = (routes.value?.routes ?? []).map((route) =>
    ordered?.after === routes.value && ordered.route.pattern === route.pattern ? ordered.route : route,
  );

  const save = async (input: RouteInput) => {
    const saved = await run((client) => client.command('routes.save', input));
    routes.again();
    return saved;
  };

  const fulfil = async (route: ModelRoute, wish: RouteWish): Promise<void> => {
    switch (wish.kind) {
      case 'order': {
        const candidates = inThisOrder(wish.lines);
        const asked = candidates.map((candidate, priority) => ({ ...candidate, priority }));
        setOrdered({ after: routes.value, route: { ...route, candidates: asked } });
        if ((await save(routeInput(route, { candidates }))) === null) setOrdered(null);
        return;
      }
      case 'take-out': {
        const candidates = route.candidates.filter((each) => each !== wish.line.candidate);
        await save(routeInput(route, { candidates }));
        return;
      }
      case 'move-to': {
        const { provider, accountEmail, model } = wish.line.candidate;
        const move = {
          from: route.pattern,
          to: wish.target.pattern,
          candidate: { provider, accountEmail, model },
        };
        await run((client) => client.command('routes.move', move));
        routes.again();
        return;
      }
      default:
        setQuestion({ ...wish, route });
    }
  };

  const close = () => setQuestion(null);
  const saved = () => {
    routes.again();
    close();
  };

  return (
    <Section title={t('routing.routes')} sentence={t('routing.routesSentence')}>
      {problem !== null && (
        <Notice tone="problem" urgent actions={<Button onClick={dismiss}>{t('common.dismiss')}</Button>}>
          {problem}
        </Notice>
      )}
      {routes.problem !== null && <Notice tone="problem">{routes.problem}</Notice>}
      {routes.value === null && routes.problem === null && <Waiting lines={3} />}
      {routes.value?.routes.length === 0 && (
        <Empty
          icon={<RouteIcon size={24} aria-hidden="true" />}
          title={t('routing.emptyTitle')}
          sentence={t(readOnly ? 'routing.emptyReadOnly' : 'routing.emptySentence')}
        />
      )}
      {shown.length > 0 && (
        <ul className={styles.routes}>
          {shown.map((route) => (
            <li key={route.pattern}>
              <RouteCard
                route={route}
                others={shown.filter((other) => other !== route)}
                accounts={snapshot.accounts}
                defaultStrategy={routes.value?.strategy ?? snapshot.strategy}
                readOnly={readOnly}
                onWish={(wish) => void fulfil(route, wish)}
              />
            </li>
          ))}
        </ul>
      )}
      {question?.kind === 'edit' && (
        <RouteDialog route={question.route} routes={shown} onClose={close} onSaved={saved} />
      )}
      {question?.kind === 'add-accounts' && (
        <AddAccountsDialog route={question.route} onClose={close} onSaved={saved} />
      )}
      {question?.kind === 'rename-model' && (
        <RenameModelDialog route={question.route} line={question.line} onClose={close} onSaved={saved} />
      )}
      {question?.kind === 'remove' && (
        <ConfirmDialog
          title={t('route.removeTitle', { pattern: question.route.pattern })}
          sentence={t('route.removeSentence')}
          confirm={t('route.removeConfirm')}
          command={(client) => client.command('routes.remove', { pattern: question.route.pattern })}
          onClose={close}
          onDone={saved}
        />
      )}
    </Section>
  );
}
