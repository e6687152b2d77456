import { BackendUnavailableError } from '@neutype/errors';
import type { WasmVariant } from './variant.js';

/** The error for a variant that was asked for and cannot run; `reason` goes on after its name. */
export function unfit(variant: WasmVariant, reason: string): BackendUnavailableError {
  return new BackendUnavailableError({
    where: 'the CPU engine, option variant',
    expected: 'a variant that can run here',
    received: `'${variant}', ${reason}`,
    remedy: "Leave it out to get the best one that can, or ask for 'javascript'.",
  });
}
