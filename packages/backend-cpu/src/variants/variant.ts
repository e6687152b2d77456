/**
 * A build of the kernels: `simd` (128-bit, product and sum apart), `relaxed` (128-bit fused multiply-add),
 * `wide` (for V8's 256-bit revectorizer), or `javascript`: no WebAssembly, tfjs's own kernels.
 */
export type Variant = 'simd' | 'relaxed' | 'wide' | 'javascript';
export type WasmVariant = Exclude<Variant, 'javascript'>;
