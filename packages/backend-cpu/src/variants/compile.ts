import { relaxed, simdFromRelaxed } from '../generated/wasm.js';
import { wide } from '../generated/wide.js';
import { applyDifference, bytesOf, withUnsharedMemory } from './binary.js';
import type { WasmVariant } from './variant.js';

/** The kernels of a variant, compiled. */
export interface CompiledVariant {
  readonly variant: WasmVariant;
  readonly module: WebAssembly.Module;
}

const binaries: Readonly<Record<WasmVariant, () => Uint8Array<ArrayBuffer>>> = {
  simd: simdBinary,
  relaxed: () => bytesOf(relaxed),
  wide: () => bytesOf(wide),
};

/** It is much like `relaxed`: a difference is a tenth of it. */
export function simdBinary(): Uint8Array<ArrayBuffer> {
  return applyDifference(bytesOf(relaxed), bytesOf(simdFromRelaxed));
}

/** The compiled kernels of a variant; undefined where the platform does not know its instructions. */
export function compileVariant(variant: WasmVariant, shared: boolean): WebAssembly.Module | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const binary = binaries[variant]();
  const fitting = shared ? binary : withUnsharedMemory(binary);
  return WebAssembly.validate(fitting) ? new WebAssembly.Module(fitting) : undefined;
}
