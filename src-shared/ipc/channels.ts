/** Page to core, answered: name of the procedure, its input, language. */
export const CALL_CHANNEL = 'rota:call';
/** Page to core: begin to send snapshots under this number. */
export const SUBSCRIBE_CHANNEL = 'rota:subscribe';
/** Page to core: enough of this number. */
export const UNSUBSCRIBE_CHANNEL = 'rota:unsubscribe';
/** Page to app: the language in which the page speaks from now on. */
export const LANGUAGE_CHANNEL = 'rota:language';
/** Core to page: number and snapshot, or number and null when the core stops. */
export const SNAPSHOT_CHANNEL = 'rota:snapshot';
