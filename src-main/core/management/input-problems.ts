import type { z } from 'zod';
import type { CallContext } from './call-context.ts';

/**
 * What is wrong with an input, in the caller's language. The values themselves are never repeated: one of
 * them may be a key.
 */
export function describeInputProblems(issues: readonly z.core.$ZodIssue[], context: CallContext): string {
  const problems = [...new Set(issues.map((issue) => describe(issue, context)))];
  return problems.slice(0, MOST_PROBLEMS).join('; ');
}

const MOST_PROBLEMS = 5;

function describe(issue: z.core.$ZodIssue, { say }: CallContext): string {
  const field = issue.path.length === 0 ? say('input.itself') : issue.path.join('.');
  switch (issue.code) {
    case 'invalid_type':
      // zod words an absent field as "received undefined" and keeps no other trace of it.
      return issue.message.endsWith('received undefined')
        ? say('input.missing', { field })
        : say('input.type', { field, type: issue.expected });
    case 'unrecognized_keys':
      return say('input.unknownFields', { fields: issue.keys.map((key) => key.slice(0, 40)).join(', ') });
    case 'invalid_value':
      return say('input.choice', { field, choices: issue.values.map(String).join(', ') });
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? say('input.tooShort', { field })
        : say('input.range', { field });
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? say('input.tooLong', { field, maximum: String(issue.maximum) })
        : say('input.range', { field });
    case 'invalid_format':
      return say('input.form', { field, problem: issue.message });
    default:
      return say('input.value', { field });
  }
}
