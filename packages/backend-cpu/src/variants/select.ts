import { BackendUnavailableError } from '@neutype/errors';
import type { EngineMemory } from '../memory/engine-memory.js';
import { compileVariant } from './compileVariant.js';
import { enableRevectorizer, withRelaxedSimd } from './v8-flags.js';
import type { Variant, WasmVariant } from './variant.js';

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
export function selectVariant(
  wanted: Variant | undefined,
  { memory, shared }: Pick<EngineMemory, 'memory' | 'shared'>,
): CompiledVariant | undefined {
  if (wanted === 'javascript') return undefined;
  if (wanted !== undefined) return demandVariant(wanted, shared);
  const relaxed = compile('relaxed', shared);
  if (relaxed !== undefined && fusesMultiplyAdd(relaxed.module, memory)) return relaxed;
  return compile('simd', shared);
}

function demandVariant(variant: WasmVariant, shared: boolean): CompiledVariant {
  if (variant === 'wide' && !enableRevectorizer()) {
    throw unfit(variant, "which needs V8's revectorizer and so Node 24 or newer");
  }
  const compiled = compile(variant, shared);
  if (compiled === undefined) {
    throw unfit(variant, 'whose WebAssembly this platform does not validate');
  }
  return compiled;
}

function unfit(variant: WasmVariant, reason: string): BackendUnavailableError {
  return new BackendUnavailableError({
    where: 'the CPU engine, option variant',
    expected: 'a variant that can run here',
    received: `'${variant}', ${reason}`,
    remedy: "Leave it out to get the best one that can, or ask for 'javascript'.",
  });
}

function compile(variant: WasmVariant, shared: boolean): CompiledVariant | undefined {
  const module =
    variant === 'simd'
      ? compileVariant(variant, shared)
      : withRelaxedSimd(() => compileVariant(variant, shared));
  return module === undefined ? undefined : { variant, module };
}

/**
 * (1 + 2⁻¹²)² − (1 + 2⁻¹¹) is 2⁻²⁴ if the product is not rounded, else 0. The engine's memory serves, which is not
 * touched: V8 reserves gigabytes of address space for each memory, however small.
 */
function fusesMultiplyAdd(module: WebAssembly.Module, memory: WebAssembly.Memory): boolean {
  const env = { memory, wait: () => 0, notify: () => undefined };
  const { exports } = new WebAssembly.Instance(module, { env });
  const multiplyAddOnce = exports['multiplyAddOnce'] as (a: number, b: number, c: number) => number;
  return multiplyAddOnce(1 + 2 ** -12, 1 + 2 ** -12, -(1 + 2 ** -11)) !== 0;
}
