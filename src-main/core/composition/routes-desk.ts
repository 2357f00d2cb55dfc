import type { HandlerInput } from '../../../src-shared/contract/contract.ts';
import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import type { RoutesService } from '../management/services.ts';
import {
  candidatesOf,
  findCandidate,
  findPattern,
  moveCandidate,
  removeRoute,
  replaceRoute,
  setRoute,
} from '../settings/route-edits.ts';
import type { RouteDocument } from '../settings/settings-document.ts';
import type { SettingsCommands } from './settings-commands.ts';

/** Edits of the model routes; what they may hold is judged by the settings themselves. */
export class RoutesDesk implements RoutesService {
  readonly #settings: SettingsCommands;

  constructor(settings: SettingsCommands) {
    this.#settings = settings;
  }

  async save(route: HandlerInput<'routes.save'>): Promise<Result<void, ErrorCode>> {
    const { pattern, formerPattern } = route;
    return this.#settings.edit((document) => {
      const taken = findPattern(document, pattern);
      const former = formerPattern === undefined ? taken : findPattern(document, formerPattern);
      if (formerPattern !== undefined && former === null) return routeUnknown(formerPattern);
      if (taken !== null && taken !== former) {
        return fail('name_taken', `There is a route for ${pattern} already.`);
      }
      const written = routeDocument(route);
      return ok(
        former === null
          ? setRoute(document, pattern, written)
          : replaceRoute(document, former, pattern, written),
      );
    });
  }

  async move(move: HandlerInput<'routes.move'>): Promise<Result<void, ErrorCode>> {
    return this.#settings.edit((document) => {
      const from = findPattern(document, move.from);
      const to = findPattern(document, move.to);
      if (from === null) return routeUnknown(move.from);
      if (to === null) return routeUnknown(move.to);
      const route = document.model_routes?.[from] ?? [];
      const candidate = findCandidate(route, move.candidate);
      if (candidate === null) {
        return fail('candidate_unknown', `The route for ${from} has no such account, or no longer.`);
      }
      const inUse = candidatesOf(route).filter(({ enabled }) => enabled !== false);
      if (from !== to && inUse.length === 1) {
        const remedy = 'Add another one first, or remove the route.';
        return fail('candidate_is_last', `It is the only account of the route for ${from}. ${remedy}`);
      }
      return ok(moveCandidate(document, candidate, from, to));
    });
  }

  async remove(pattern: string): Promise<Result<void, ErrorCode>> {
    return this.#settings.edit((document) => {
      const found = findPattern(document, pattern);
      return found === null ? routeUnknown(pattern) : ok(removeRoute(document, found));
    });
  }
}

function routeUnknown(pattern: string) {
  return fail('route_unknown', `There is no route for ${pattern}.`);
}

function routeDocument({ strategy, candidates }: HandlerInput<'routes.save'>): RouteDocument {
  const list = candidates.map(({ provider, accountEmail, model, priority }) => ({
    provider,
    ...(model !== null && { model }),
    ...(priority !== undefined && { priority }),
    ...(accountEmail !== null && { account_email: accountEmail }),
  }));
  return strategy === null ? list : { strategy, candidates: list };
}
