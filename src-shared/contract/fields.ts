import { z } from 'zod';

/** An account as people name it: an email, a chosen name, a provider's name, or the id. */
export const accountRef = z.string().trim().min(1).max(254).describe('An email, a name or an id');

/** Several accounts, each named once. */
export const accountRefs = z.array(accountRef).min(1).max(200);

/** A name to show. It stands in lists and logs, so it holds no control character and no line break. */
export const displayName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, 'must not hold control characters');

/** An email address, loosely: the provider is the judge of what it accepts. */
export const email = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/, 'must be an email address');

/** A secret that somebody types or pastes: it ends up in a header, where only visible ASCII may stand. */
export const secretText = z
  .string()
  .trim()
  .min(1)
  .max(4096)
  .regex(/^[\x21-\x7e]+$/, 'must be one word of visible ASCII characters');

/** The answer of a command that has nothing to add. */
export const nothing = z.object({});
