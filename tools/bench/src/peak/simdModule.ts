/** How products and sums are made. */
export type Arithmetic = 'mulAdd' | 'fma';

/** Registers that are computed in at once: enough to hide the latency, few enough to stay in registers with two constants. */
export const CHAINS = 12;
/** Steps of all chains in one turn of the loop. */
export const UNROLL = 8;

/**
 * A WebAssembly module, written out byte by byte, with one function `run(turns, factor, term)` that computes in
 * registers alone. `mulAdd`: half the chains multiply, half add, none waits for another. `fma`: every chain is
 * `c ← c · factor + term`, by `f32x4.relaxed_madd`.
 *
 * Opcodes: https://webassembly.github.io/spec/core/binary/instructions.html
 */
export function simdModule(arithmetic: Arithmetic): Uint8Array<ArrayBuffer> {
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, ...vector([I32, F32, F32]), ...vector([F32])]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...vector([...'run'].map((letter) => letter.charCodeAt(0))), 0x00, 0]),
    ...section(10, [1, ...vector(body(arithmetic))]),
  ]);
}

/** Floating-point operations of one turn: each chain has a product and a sum per lane, or one of them. */
export function operationsPerTurn(arithmetic: Arithmetic): number {
  return CHAINS * UNROLL * 4 * (arithmetic === 'fma' ? 2 : 1);
}

const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
const [turns, factorValue, termValue, factor, term, firstChain] = [0, 1, 2, 3, 4, 5];

function body(arithmetic: Arithmetic): number[] {
  const all = Array.from({ length: CHAINS }, (_, chain) => firstChain + chain);
  const once = all.flatMap((chain, index) => step(arithmetic, chain, index));
  return [
    ...[1, 2 + CHAINS, V128],
    ...[...get(factorValue), ...SPLAT, ...set(factor)],
    ...[...get(termValue), ...SPLAT, ...set(term)],
    ...all.flatMap((chain) => [...get(factor), ...set(chain)]),
    ...[0x03, 0x40], // loop
    ...Array.from({ length: UNROLL }, () => once).flat(),
    ...[...get(turns), 0x41, 1, 0x6b, 0x22, turns, 0x0d, 0, 0x0b], // turns − 1, and again unless it is 0; end
    ...all.flatMap((chain, index) => [...get(chain), ...(index === 0 ? [] : ADD)]),
    ...[0xfd, 0x1f, 0, 0x0b], // lane 0; end
  ];
}

function step(arithmetic: Arithmetic, chain: number, index: number): number[] {
  if (arithmetic === 'fma')
    return [...get(chain), ...get(factor), ...get(term), ...RELAXED_MADD, ...set(chain)];
  return index % 2 === 0
    ? [...get(chain), ...get(factor), ...MULTIPLY, ...set(chain)]
    : [...get(chain), ...get(term), ...ADD, ...set(chain)];
}

function get(local: number): number[] {
  return [0x20, local];
}
function set(local: number): number[] {
  return [0x21, local];
}
const SPLAT = [0xfd, 0x13];
const ADD = [0xfd, 0xe4, 0x01];
const MULTIPLY = [0xfd, 0xe6, 0x01];
const RELAXED_MADD = [0xfd, 0x85, 0x02];

function vector(bytes: readonly number[]): number[] {
  return [...leb128(bytes.length), ...bytes];
}
function section(id: number, bytes: readonly number[]): number[] {
  return [id, ...vector(bytes)];
}

function leb128(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(value >>> 7)];
}
