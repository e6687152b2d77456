import { relaxed, simd } from '../generated/wasm.js';
import { wide } from '../generated/wide.js';
import { decodeBase64, withUnsharedMemory } from './binary.js';
import type { WasmVariant } from './variant.js';

/** The kernels of a variant, compiled. */
export interface CompiledVariant {
  readonly variant: WasmVariant;
  readonly module: WebAssembly.Module;
}

const embedded: Record<WasmVariant, string> = { simd, relaxed, wide };

/** The compiled kernels of a variant; undefined where the platform does not know its instructions. */
export function compileVariant(variant: WasmVariant, shared: boolean): WebAssembly.Module | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const binary = decodeBase64(embedded[variant]);
  const fitting = shared ? binary : withUnsharedMemory(binary);
  return WebAssembly.validate(fitting) ? new WebAssembly.Module(fitting) : undefined;
}
