import { NonFiniteError } from '@neutype/errors';
import type { Report } from '../shared/protocol.js';

/** What the page is told of a fault. */
export function failureOf(error: unknown): Report {
  const message = error instanceof Error ? error.message : String(error);
  return { type: 'failure', message, diverged: error instanceof NonFiniteError };
}
