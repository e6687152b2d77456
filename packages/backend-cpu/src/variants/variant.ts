/**
 * A build of the kernels: `simd` (128-bit, product and sum apart), `relaxed` (128-bit fused multiply-add),
 * `wide` (widened to 256 bits by V8's revectorizer), or `javascript`: no WebAssembly, tfjs's own kernels.
 */
export type Variant = 'simd' | 'relaxed' | 'wide' | 'javascript';
export type WasmVariant = Exclude<Variant, 'javascript'>;
