import { relaxed, simd, wide } from '../generated/wasm.js';
import { decodeBase64, withUnsharedMemory } from './binary.js';

/**
 * A build of the kernels: `simd` (128-bit, product and sum apart), `relaxed` (128-bit fused multiply-add),
 * `wide` (for V8's 256-bit revectorizer), or `javascript`: no WebAssembly, tfjs's own kernels.
 */
export type Variant = 'simd' | 'relaxed' | 'wide' | 'javascript';

const embedded: Record<Exclude<Variant, 'javascript'>, string> = { simd, relaxed, wide };

export function variantBinary(
  variant: Exclude<Variant, 'javascript'>,
  shared: boolean,
): Uint8Array<ArrayBuffer> {
  const binary = decodeBase64(embedded[variant]);
  return shared ? binary : withUnsharedMemory(binary);
}
