import { relaxed, simd } from '../generated/wasm.js';
import { wide } from '../generated/wide.js';
import { decodeBase64, withUnsharedMemory } from './binary.js';

/**
 * A build of the kernels: `simd` (128-bit, product and sum apart), `relaxed` (128-bit fused multiply-add),
 * `wide` (for V8's 256-bit revectorizer), or `javascript`: no WebAssembly, tfjs's own kernels.
 */
export type Variant = 'simd' | 'relaxed' | 'wide' | 'javascript';
export type WasmVariant = Exclude<Variant, 'javascript'>;

const embedded: Record<WasmVariant, string> = { simd, relaxed, wide };

/** The compiled kernels of a variant; undefined where the platform does not know its instructions. */
export function compileVariant(variant: WasmVariant, shared: boolean): WebAssembly.Module | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const binary = decodeBase64(embedded[variant]);
  const fitting = shared ? binary : withUnsharedMemory(binary);
  return WebAssembly.validate(fitting) ? new WebAssembly.Module(fitting) : undefined;
}
