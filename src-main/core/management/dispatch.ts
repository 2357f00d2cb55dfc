import {
  contract,
  type HandlerInput,
  type ProcedureName,
  type ProcedureOutput,
} from '../../../src-shared/contract/contract.ts';
import type { ErrorCode } from '../../../src-shared/contract/error-codes.ts';
import type { Procedure } from '../../../src-shared/contract/procedure.ts';
import type { Reply } from '../../../src-shared/contract/reply.ts';
import type { Locale } from '../../../src-shared/i18n/locale.ts';
import type { Result } from '../lib/result.ts';
import type { Logger } from '../logging/logger.ts';
import type { SettingsOrigin } from '../settings/settings.ts';
import { type CallContext, createCallContext } from './call-context.ts';
import { describeInputProblems } from './input-problems.ts';

/** Does what one procedure says. The input is validated; the output is checked against the contract afterwards. */
export type Handler<Name extends ProcedureName> = (
  input: HandlerInput<Name>,
  context: CallContext,
) => Result<ProcedureOutput<Name>, ErrorCode> | Promise<Result<ProcedureOutput<Name>, ErrorCode>>;

/** One handler for every procedure. */
export type Handlers = { readonly [Name in ProcedureName]: Handler<Name> };

/** The handlers of the procedures that one file of the contract describes. */
export type HandlersOf<Procedures> = { readonly [Name in keyof Procedures & ProcedureName]: Handler<Name> };

/** Calls a procedure by name, the same way for every transport. Never rejects. */
export type Dispatch = (
  name: string,
  input: unknown,
  caller: { readonly locale: Locale },
) => Promise<Reply<unknown>>;

export interface DispatchOptions {
  readonly handlers: Handlers;
  readonly settings: { readonly origin: SettingsOrigin };
  readonly logger: Logger;
  /** Brings up to date what may lag behind by some ms; called before every handler. */
  readonly settle: () => void;
}

/**
 * The one way into the handlers: checks the input, keeps settings commands out while a `--config` file is
 * in charge, and lets out only what the contract names, so that a field too many in a handler's answer
 * cannot leak.
 */
export function createDispatch({ handlers, settings, logger, settle }: DispatchOptions): Dispatch {
  return async (name, input, { locale }) => {
    const context = createCallContext(locale);
    if (!isProcedureName(name)) return context.refuse('not_found', 'request.notFound');

    const procedure: Procedure = contract[name];
    const parsed = procedure.input.safeParse(input);
    if (!parsed.success) {
      const problems = describeInputProblems(parsed.error.issues, context);
      return context.refuse('invalid_input', 'input.wrong', { problems });
    }
    const file = settings.origin.readOnlyFile;
    if (procedure.changesSettings && file !== null) {
      return context.refuse('read_only', 'settings.readOnly', { file });
    }

    settle();
    try {
      const handler = handlers[name] as (
        input: unknown,
        context: CallContext,
      ) => ReturnType<Handler<ProcedureName>>;
      const result = await handler(parsed.data, context);
      return result.ok ? { ok: true, value: procedure.output.parse(result.value) } : result;
    } catch (error) {
      logger.error('A management procedure failed', { detail: `${name}: ${whereItHappened(error)}` });
      return context.refuse('internal_error', 'error.internal');
    }
  };
}

function isProcedureName(name: string): name is ProcedureName {
  return Object.hasOwn(contract, name);
}

/** An error's kind and the places it passed through, without its message: that may quote what it was given. */
function whereItHappened(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 3).map((line) => line.trim())].join(' ');
}
