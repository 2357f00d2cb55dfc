import type { Fault } from './faults/fault.ts';
import { faultNamed } from './faults/fault-registry.ts';

/** Which requests a fault strikes. */
export interface Injection {
  /** A fault or the name of one. */
  readonly fault: Fault | string;
  /** Id or email; default: every account, and requests of none. */
  readonly account?: string;
  /** Part of the model's name, e.g. `opus`; default: every model. */
  readonly model?: string;
  /** Exact path; default `/v1/messages`, or the token endpoint for faults that are made for it. */
  readonly path?: string;
  /** How often it strikes; default 1, `Infinity` for always. */
  readonly times?: number;
}

/** What is known of a request when a fault may strike it. */
export interface Target {
  /** `head`: the body is not read yet, so `stream` and `model` are unknown and not looked at. */
  readonly at: 'head' | 'body';
  readonly path: string;
  readonly account: { readonly id: string; readonly email: string } | null;
  readonly stream: boolean;
  readonly model: string | null;
}

interface Armed {
  readonly fault: Fault;
  readonly injection: Injection;
  readonly path: string;
  remaining: number;
}

/** Which faults are due. Requests are struck by the first injection that fits, in the order they were made. */
export class FaultControl {
  #armed: Armed[] = [];

  /** Arms a fault; disposing the handle disarms it. */
  inject(injection: Injection): Disposable {
    const fault = typeof injection.fault === 'string' ? faultNamed(injection.fault) : injection.fault;
    const path = injection.path ?? (fault.on === 'api' ? '/v1/messages' : '/v1/oauth/token');
    const armed: Armed = { fault, injection, path, remaining: injection.times ?? 1 };
    this.#armed.push(armed);
    return {
      [Symbol.dispose]: () => {
        this.#armed = this.#armed.filter((candidate) => candidate !== armed);
      },
    };
  }

  /** Disarms everything. */
  clear(): void {
    this.#armed = [];
  }

  /** Names of the faults that are still armed, in order. */
  get armed(): readonly string[] {
    return this.#armed.map(({ fault }) => fault.name);
  }

  /** The fault for this request, which is used up by that; null when none fits. */
  take(target: Target): Fault | null {
    const armed = this.#armed.find((candidate) => strikes(candidate, target));
    if (!armed) return null;
    armed.remaining -= 1;
    if (armed.remaining <= 0) this.#armed = this.#armed.filter((candidate) => candidate !== armed);
    return armed.fault;
  }
}

function strikes({ fault, injection, path }: Armed, target: Target): boolean {
  if (path !== target.path || (fault.strikesAt ?? 'body') !== target.at) return false;
  const { account, model } = injection;
  if (account !== undefined && account !== target.account?.id && account !== target.account?.email)
    return false;
  if (target.at === 'head') return true;
  if (model !== undefined && !target.model?.includes(model)) return false;
  return fault.appliesTo === 'both' || fault.appliesTo === (target.stream ? 'stream' : 'plain');
}
