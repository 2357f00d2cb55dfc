import type { ProcedureOutput } from '../../../src-shared/contract/contract.ts';
import { everydayPlan } from './core-answers.ts';
import type { FixtureServer } from './fixture-server.ts';
import { Refusal } from './fixture-server.ts';

type Route = ProcedureOutput<'routes.list'>['routes'][number];

const candidate = (
  provider: string,
  accountEmail: string | null,
  priority: number,
  model: string | null = null,
): Route['candidates'][number] => ({ provider, accountEmail, model, priority });

/** Two routes over the everyday accounts; the second sends one model under another name. */
export const everydayRoutes: readonly Route[] = [
  {
    pattern: '*opus*',
    strategy: 'soonest_reset',
    candidates: [candidate('Claude', 'work@studio.dev', 1), candidate('Claude', 'me@home.dev', 2)],
  },
  {
    pattern: '*sonnet*',
    strategy: null,
    candidates: [
      candidate('Claude', 'work@studio.dev', 1),
      candidate('Claude', 'me@home.dev', 1),
      candidate('Anthropic', null, 2, 'vendor-model-name'),
      candidate('Former provider', null, 3),
    ],
  },
];

/** Lets the core keep model routes as the real one would; a `[` in a pattern is refused. */
export function answerRoutes(core: FixtureServer, given: readonly Route[]): void {
  let routes = [...given];
  core.handle('routes.list', () => ({ strategy: core.snapshot.strategy, routes }));
  core.handle('routes.explain', ({ model }) => everydayPlan(model ?? null));
  core.handle('routes.save', ({ pattern, formerPattern, strategy, candidates }) => {
    if (pattern.includes('[')) throw new Refusal('settings_invalid', 'A pattern knows only * and ?.');
    const saved: Route = {
      pattern,
      strategy,
      candidates: candidates.map((each, index) => ({ ...each, priority: each.priority ?? index + 1 })),
    };
    const replaced = formerPattern ?? pattern;
    const exists = routes.some((route) => route.pattern === replaced);
    routes = exists
      ? routes.map((route) => (route.pattern === replaced ? saved : route))
      : [...routes, saved];
    core.publish({});
    return {};
  });
  core.handle('routes.move', ({ from, to, candidate: moved }) => {
    const same = ({ provider, accountEmail, model }: Route['candidates'][number]) =>
      provider === moved.provider && accountEmail === moved.accountEmail && model === moved.model;
    const source = routes.find(({ pattern }) => pattern === from);
    if (!source?.candidates.some(same)) throw new Refusal('candidate_unknown', 'No such account.');
    if (source.candidates.length === 1) throw new Refusal('candidate_is_last', 'It is the only account.');
    routes = routes.map((route) => {
      if (route.pattern === from)
        return { ...route, candidates: route.candidates.filter((each) => !same(each)) };
      if (route.pattern !== to || route.candidates.some(same)) return route;
      const priority = Math.max(0, ...route.candidates.map((each) => each.priority)) + 1;
      return { ...route, candidates: [...route.candidates, { ...moved, priority }] };
    });
    core.publish({});
    return {};
  });
  core.handle('routes.remove', ({ pattern }) => {
    routes = routes.filter((route) => route.pattern !== pattern);
    core.publish({});
    return {};
  });
}
