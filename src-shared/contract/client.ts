import type { Snapshot } from '../model/snapshot.ts';
import type { CallInput, NameOf, ProcedureName, ProcedureOutput } from './contract.ts';
import type { ProcedureKind } from './procedure.ts';
import type { Reply } from './reply.ts';

/** How calls reach the core: HTTP, or IPC inside the app. */
export interface Transport {
  /** Never rejects: a broken connection is a `Reply` with the code `unreachable`. */
  call(kind: ProcedureKind, name: ProcedureName, input: unknown): Promise<Reply<unknown>>;
  /** Keeps a stream of snapshots open, over reconnects, until the returned handle is disposed. */
  subscribe(subscriber: SnapshotSubscriber): Disposable;
}

/** Who wants to hear of every change. */
export interface SnapshotSubscriber {
  /** The first call brings the state at this moment; each later one replaces it whole. */
  onSnapshot(snapshot: Snapshot): void;
  /** The stream broke and is being opened again, or it stands again. */
  onConnection?(state: 'connected' | 'lost'): void;
}

/** The input may be left out where every field of it may be. */
type InputArguments<Name extends ProcedureName> =
  Record<never, never> extends CallInput<Name> ? [input?: CallInput<Name>] : [input: CallInput<Name>];

/** The management API with types, whatever the transport. */
export interface ManagementClient {
  query<Name extends NameOf<'query'>>(
    name: Name,
    ...input: InputArguments<Name>
  ): Promise<Reply<ProcedureOutput<Name>>>;
  command<Name extends NameOf<'command'>>(
    name: Name,
    ...input: InputArguments<Name>
  ): Promise<Reply<ProcedureOutput<Name>>>;
  subscribe(subscriber: SnapshotSubscriber): Disposable;
}

/** Makes the typed client. Answers are taken at their word: the other end has checked them against the contract. */
export function createClient(transport: Transport): ManagementClient {
  return {
    query: (name, ...[input]) =>
      transport.call('query', name, input ?? {}) as Promise<Reply<ProcedureOutput<typeof name>>>,
    command: (name, ...[input]) =>
      transport.call('command', name, input ?? {}) as Promise<Reply<ProcedureOutput<typeof name>>>,
    subscribe: (subscriber) => transport.subscribe(subscriber),
  };
}
