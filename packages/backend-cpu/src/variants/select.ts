import type { LinearMemory } from '../memory/engineMemory.js';
import { type CompiledVariant, compileVariant } from './compile.js';
import { currentPlatform, type Platform } from './platform.js';
import { Trial } from './trial.js';
import { unfit } from './unfit.js';
import { withFlags } from './v8Flags.js';
import type { Variant, WasmVariant } from './variant.js';
import { demandWide, type WideTrial, wideWherePays } from './wide.js';

/** A variant to run, and why it was taken. */
export interface Selection extends CompiledVariant {
  readonly reason: string;
}

/**
 * Compiles the variant asked for, or the best one that runs here: `wide` where V8's 256-bit code is trusted, right and
 * faster; `relaxed` where the machine really fuses; else `simd`; else undefined: JavaScript. `wide` and `relaxed` give the
 * same bits, so that a clock may choose between them; whether the machine fuses is found by a rounding.
 *
 * @throws where a variant was asked for that cannot run here
 */
export function selectVariant(
  wanted: Variant | undefined,
  memory: LinearMemory,
  platform: Platform = currentPlatform(),
  tryWide?: (compiled: CompiledVariant) => WideTrial,
): Selection | undefined {
  if (wanted === 'javascript') return undefined;
  if (wanted !== undefined) return { ...demandVariant(wanted, memory, platform), reason: 'it was asked for' };
  const relaxed = compile('relaxed', memory);
  if (relaxed === undefined || !new Trial(relaxed, memory).fuses()) return simdOnly(relaxed, memory);
  const { wide = relaxed, reason } = wideWherePays(memory, platform, tryWide);
  return { ...wide, reason };
}

function simdOnly(relaxed: CompiledVariant | undefined, { shared }: LinearMemory): Selection | undefined {
  const module = compileVariant('simd', shared);
  if (module === undefined) return undefined;
  const reason =
    relaxed === undefined
      ? 'this platform has no relaxed SIMD'
      : 'relaxed SIMD does not fuse multiplication and addition on this machine';
  return { variant: 'simd', module, reason };
}

function demandVariant(variant: WasmVariant, memory: LinearMemory, platform: Platform): CompiledVariant {
  const compiled = variant === 'wide' ? demandWide(memory, platform) : compile(variant, memory);
  if (compiled !== undefined) return compiled;
  throw unfit(variant, 'whose WebAssembly this platform does not validate');
}

/** V8 11.3 (Node 20) has relaxed SIMD complete but behind a flag, which only decides whether the instructions validate. */
const RELAXED_SIMD = 'experimental-wasm-relaxed-simd';

function compile(variant: WasmVariant, { shared }: LinearMemory): CompiledVariant | undefined {
  const flags = variant === 'relaxed' && currentPlatform().v8 === '11.3' ? [RELAXED_SIMD] : [];
  const module = withFlags(flags, () => compileVariant(variant, shared));
  return module === undefined ? undefined : { variant, module };
}
