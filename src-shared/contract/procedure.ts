import type { z } from 'zod';

/** A query reads and travels as `GET`; a command changes something and travels as `POST`. */
export type ProcedureKind = 'query' | 'command';

/** One thing that the management API can do, described once for every transport. */
export interface Procedure<
  Kind extends ProcedureKind = ProcedureKind,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly kind: Kind;
  /** One sentence for the OpenAPI page. */
  readonly summary: string;
  readonly input: Input;
  readonly output: Output;
  /** True for what writes to the settings, and is therefore refused while a `--config` file is in charge. */
  readonly changesSettings: boolean;
}

/** Procedures by name, e.g. `accounts.order`. */
export type ProcedureMap = Readonly<Record<string, Procedure>>;

interface Description<Input extends z.ZodType, Output extends z.ZodType> {
  readonly summary: string;
  readonly input: Input;
  readonly output: Output;
}

/** Describes a procedure that only reads. */
export function query<Input extends z.ZodType, Output extends z.ZodType>(
  description: Description<Input, Output>,
): Procedure<'query', Input, Output> {
  return { kind: 'query', changesSettings: false, ...description };
}

/** Describes a procedure that changes something, but not the settings. */
export function command<Input extends z.ZodType, Output extends z.ZodType>(
  description: Description<Input, Output>,
): Procedure<'command', Input, Output> {
  return { kind: 'command', changesSettings: false, ...description };
}

/** Describes a procedure that writes to the settings. */
export function settingsCommand<Input extends z.ZodType, Output extends z.ZodType>(
  description: Description<Input, Output>,
): Procedure<'command', Input, Output> {
  return { kind: 'command', changesSettings: true, ...description };
}
