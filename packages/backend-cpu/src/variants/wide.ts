import { wide } from '../generated/wide.js';
import type { LinearMemory } from '../memory/engineMemory.js';
import { type CompiledVariant, compileVariant } from './compile.js';
import type { Platform } from './platform.js';
import { Trial } from './trial.js';
import { unfit } from './unfit.js';
import { widen } from './widen.js';

/**
 * The versions of V8 whose 256-bit code is trusted, since the tests compile and compare every kernel with each. A kernel
 * that V8 cannot widen ends the process, so no other version is tried unasked.
 */
export const TRUSTED_V8: readonly string[] = ['13.6', '14.6'];

/** What a product must do more than 128-bit units can; where it is widened, it does some 1.7 times as much. */
const LEAST_GAIN = 1.15;
/** How often it is measured where it is less, a millisecond each: other work may have been in the way. */
const MOST_TRIALS = 4;

/** What is asked of the compiled kernels; tests put other answers in. */
export interface WideTrial {
  isRight(): boolean;
  gain(): number;
}

export type WideOutcome =
  | { readonly wide: CompiledVariant; readonly reason: string }
  | { readonly wide?: undefined; readonly reason: string };

/** The wide build where it is trusted, right, and faster than 128-bit code; else the reason why not. */
export function wideWherePays(
  memory: LinearMemory,
  platform: Platform,
  tryOut: (compiled: CompiledVariant) => WideTrial = (compiled) => new Trial(compiled, memory),
): WideOutcome {
  const reason = refusalOf(platform);
  if (reason !== undefined) return { reason };
  const compiled = compileTried(memory);
  if (compiled === undefined)
    return { reason: 'this program must not make code from strings, which 256-bit code needs' };
  const trial = tryOut(compiled);
  if (!trial.isRight()) return { reason: '256-bit code computes wrong sums on this machine' };
  let gain = trial.gain();
  for (let trials = 1; gain < LEAST_GAIN && trials < MOST_TRIALS; trials++)
    gain = Math.max(gain, trial.gain());
  const rate = `${gain.toFixed(2)} times what 128-bit units can on this machine`;
  if (gain < LEAST_GAIN) return { reason: `256-bit code does not pay: it does ${rate}` };
  widen(compiled.module, memory, 'others');
  return { wide: compiled, reason: `256-bit code does ${rate}` };
}

/** The wide build because it was asked for, on a version of V8 that nobody vouches for too. @throws where it cannot run */
export function demandWide(memory: LinearMemory, { v8 }: Platform): CompiledVariant {
  if (!(Number(v8?.split('.')[0]) >= 13)) {
    throw unfit('wide', "which needs V8's revectorizer and so Node 24 or newer");
  }
  const compiled = compileTried(memory);
  if (compiled === undefined) throw unfit('wide', 'which V8 does not compile in this program');
  if (!new Trial(compiled, memory).isRight())
    throw unfit('wide', 'which computes wrong sums on this machine');
  widen(compiled.module, memory, 'others');
  return compiled;
}

/** Widened as far as a trial goes: on many a machine the rest, most of the work, is not worth it. */
function compileTried(memory: LinearMemory): CompiledVariant | undefined {
  const module = compileVariant('wide', memory.shared);
  if (module === undefined) return undefined;
  try {
    widen(module, memory, 'tried');
  } catch {
    return undefined;
  }
  return { variant: 'wide', module };
}

function refusalOf({ v8, architecture, hasAvx2 }: Platform): string | undefined {
  if (wide === '') return 'bundles for browsers go without 256-bit code';
  if (v8 === undefined) return '256-bit code needs Node';
  if (!TRUSTED_V8.includes(v8)) {
    return `256-bit code is trusted with V8 ${TRUSTED_V8.join(' and ')} (Node 24 and 26), not with V8 ${v8}`;
  }
  if (architecture !== 'x64') return `256-bit code needs an x64 processor, not ${architecture}`;
  return hasAvx2 === false ? '256-bit code needs AVX2, which this processor lacks' : undefined;
}
