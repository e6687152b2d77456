import { enableRevectorizer, withRelaxedSimd } from './v8-flags.js';
import { compileVariant, type Variant, type WasmVariant } from './variant.js';

export interface CompiledVariant {
  readonly variant: WasmVariant;
  readonly module: WebAssembly.Module;
}

/**
 * Compiles the variant asked for, or the best one: `relaxed` where the platform has it and the machine really fuses
 * (found by a rounding, not by a clock, so that a machine always chooses the same), else `simd`, else undefined:
 * JavaScript. `wide` is chosen only when asked for.
 *
 * @throws where a variant was asked for that cannot run here
 */
export function selectVariant(wanted: Variant | undefined, shared: boolean): CompiledVariant | undefined {
  if (wanted === 'javascript') return undefined;
  if (wanted !== undefined) return demandVariant(wanted, shared);
  const relaxed = compile('relaxed', shared);
  if (relaxed !== undefined && fusesMultiplyAdd(relaxed.module, shared)) return relaxed;
  return compile('simd', shared);
}

function demandVariant(variant: WasmVariant, shared: boolean): CompiledVariant {
  if (variant === 'wide' && !enableRevectorizer()) {
    throw new Error(
      "The CPU engine's variant 'wide' needs V8's revectorizer, which works from Node 24 on. " +
        "Leave the variant out, or ask for 'relaxed' or 'simd'.",
    );
  }
  const compiled = compile(variant, shared);
  if (compiled === undefined) {
    throw new Error(
      `The CPU engine's variant '${variant}' cannot run here: this platform does not validate its WebAssembly. ` +
        "Leave the variant out to get the best one that can, or ask for 'javascript'.",
    );
  }
  return compiled;
}

function compile(variant: WasmVariant, shared: boolean): CompiledVariant | undefined {
  const module =
    variant === 'simd'
      ? compileVariant(variant, shared)
      : withRelaxedSimd(() => compileVariant(variant, shared));
  return module === undefined ? undefined : { variant, module };
}

/** (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ if the product is not rounded, else 0. */
function fusesMultiplyAdd(module: WebAssembly.Module, shared: boolean): boolean {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared });
  const env = { memory, wait: () => 0, notify: () => undefined };
  const { exports } = new WebAssembly.Instance(module, { env });
  const multiplyAddOnce = exports['multiplyAddOnce'] as (a: number, b: number, c: number) => number;
  return multiplyAddOnce(1 + 2 ** -12, 1 + 2 ** -12, -(1 + 2 ** -11)) !== 0;
}
