/** How products and sums are made. */
export type Arithmetic = 'mulAdd' | 'fma';

/** Registers that are computed in at once: enough to hide the latency, few enough to stay in registers with two constants. */
export const chains = 12;
/** Steps of all chains in one turn of the loop. */
export const unroll = 8;

/**
 * A WebAssembly module, written out byte by byte, with one function `run(turns, factor, term)` that computes in
 * registers alone. `mulAdd`: half the chains multiply, half add, none waits for another. `fma`: every chain is
 * `c ← c · factor + term`, by `f32x4.relaxed_madd`.
 *
 * Opcodes: https://webassembly.github.io/spec/core/binary/instructions.html
 */
export const simdModule = (arithmetic: Arithmetic): Uint8Array<ArrayBuffer> =>
  new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, ...vector([i32, f32, f32]), ...vector([f32])]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...vector([...'run'].map((letter) => letter.charCodeAt(0))), 0x00, 0]),
    ...section(10, [1, ...vector(body(arithmetic))]),
  ]);

/** Floating-point operations of one turn: each chain has a product and a sum per lane, or one of them. */
export const operationsPerTurn = (arithmetic: Arithmetic): number =>
  chains * unroll * 4 * (arithmetic === 'fma' ? 2 : 1);

const i32 = 0x7f;
const f32 = 0x7d;
const v128 = 0x7b;
const [turns, factorValue, termValue, factor, term, firstChain] = [0, 1, 2, 3, 4, 5];

const body = (arithmetic: Arithmetic): number[] => {
  const all = Array.from({ length: chains }, (_, chain) => firstChain + chain);
  const once = all.flatMap((chain, index) => step(arithmetic, chain, index));
  return [
    ...[1, 2 + chains, v128],
    ...[...get(factorValue), ...splat, ...set(factor)],
    ...[...get(termValue), ...splat, ...set(term)],
    ...all.flatMap((chain) => [...get(factor), ...set(chain)]),
    ...[0x03, 0x40], // loop
    ...Array.from({ length: unroll }, () => once).flat(),
    ...[...get(turns), 0x41, 1, 0x6b, 0x22, turns, 0x0d, 0, 0x0b], // turns − 1, and again unless it is 0; end
    ...all.flatMap((chain, index) => [...get(chain), ...(index === 0 ? [] : add)]),
    ...[0xfd, 0x1f, 0, 0x0b], // lane 0; end
  ];
};

const step = (arithmetic: Arithmetic, chain: number, index: number): number[] => {
  if (arithmetic === 'fma')
    return [...get(chain), ...get(factor), ...get(term), ...relaxedMadd, ...set(chain)];
  return index % 2 === 0
    ? [...get(chain), ...get(factor), ...multiply, ...set(chain)]
    : [...get(chain), ...get(term), ...add, ...set(chain)];
};

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const splat = [0xfd, 0x13];
const add = [0xfd, 0xe4, 0x01];
const multiply = [0xfd, 0xe6, 0x01];
const relaxedMadd = [0xfd, 0x85, 0x02];

const vector = (bytes: readonly number[]): number[] => [...leb128(bytes.length), ...bytes];
const section = (id: number, bytes: readonly number[]): number[] => [id, ...vector(bytes)];

const leb128 = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(value >>> 7)];
