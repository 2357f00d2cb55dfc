import { type Check, type DoctorSay, failed, fine, type Verdict, warning } from '../check.ts';

export interface VaultObservation {
  /** Secrets in the vault. */
  readonly count: number;
  /** Neither it nor its spare copy was there at this start, although accounts had their secrets in it. */
  readonly gone: boolean;
  /** It came back from its spare copy at this start. */
  readonly repaired: boolean;
  /** Accounts whose newest token set the disk refused. */
  readonly held: number;
}

export function vaultCheck(observe: () => VaultObservation): Check {
  return {
    id: 'vault',
    checked: (say) => say('vault.checked'),
    look: async (say) => judgeVault(observe(), say),
  };
}

export function judgeVault({ count, gone, repaired, held }: VaultObservation, say: DoctorSay): Verdict {
  if (held > 0) return failed(say('vault.held', { count: held }), say('vault.remedyHeld'));
  if (gone) return failed(say('vault.gone'), say('vault.remedyGone'));
  if (repaired) return warning(say('vault.repaired'), say('vault.remedyRepaired'));
  return fine(say('vault.fine', { count }));
}
