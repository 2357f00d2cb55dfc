import { type Check, type DoctorSay, failed, fine, skipped, type Verdict } from '../check.ts';

export type LockObservation =
  /** This very process holds it. */
  | { readonly kind: 'ours' }
  | { readonly kind: 'free' }
  | { readonly kind: 'no-folder' }
  /** Somebody holds it; `owner` is a sentence that says who. */
  | { readonly kind: 'held'; readonly owner: string }
  | { readonly kind: 'broken'; readonly why: string };

export function instanceLockCheck(folder: string, observe: () => Promise<LockObservation>): Check {
  return {
    id: 'instance-lock',
    checked: (say) => say('lock.checked', { folder }),
    look: async (say) => judgeLock(await observe(), say),
  };
}

export function judgeLock(seen: LockObservation, say: DoctorSay): Verdict {
  switch (seen.kind) {
    case 'ours':
      return fine(say('lock.ours'));
    case 'free':
      return fine(say('lock.free'));
    case 'no-folder':
      return skipped(say('lock.noFolder'));
    case 'held':
      return failed(say('lock.held', { owner: seen.owner }), say('lock.remedyHeld'));
    case 'broken':
      return failed(say('lock.broken', { why: seen.why }), say('lock.remedyBroken'));
  }
}
