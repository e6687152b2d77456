/**
 * The transforms of F(4×4, 3×3), by Toom and Cook's construction with the points 0, ±p, ±q and ∞, where p = √½ and q = √2.
 * The usual ±1 and ±2 make the errors twice as large: with p·q = 1 no entry of the matrices is above 2√2.
 *
 *        1   0   −5/2  0   1   0          1      0      0
 *        0  −2p   −2   p   1   0        −2/3  −2p/3   −1/3         1   1    1   1    1   0
 *   Bᵀ = 0   2p   −2  −p   1   0    G = −2/3   2p/3   −1/3    Aᵀ = 0   p   −p   q   −q   0
 *        0  −q/2 −1/2  q   1   0         1/6   q/6     1/3         0  1/2  1/2  2    2   0
 *        0   q/2 −1/2 −q   1   0         1/6  −q/6     1/3         0  p/2 −p/2  2q  −2q  1
 *        0   1    0  −5/2  0   1          0      0      1
 *
 * A matrix is applied from both sides by way of scratch memory: to the columns, then to the rows. Eight channels at a
 * time, as pairs of vectors, which V8 makes one of in the wide build: it needs all loads before the first store.
 *
 * The gradient of the filter is of the same form: dg = Gᵀ [(A dy Aᵀ) ⊙ (Bᵀ d B)] G.
 */
import { multiplyAdd } from '../runtime/simd';

/** What vectors are multiplied with. From memory, for V8 builds a 256-bit constant from six instructions. */
const FACTORS: usize = memory.data<f32>([
  -2.5, -2, -0.5, 0.5, 2,
  0.70710678118654752, -0.70710678118654752, 1.41421356237309505, -1.41421356237309505,
  0.35355339059327376, 2.82842712474619010,
  -0.66666666666666667, 0.16666666666666667, -0.33333333333333333, 0.33333333333333333,
  -0.47140452079103168, 0.47140452079103168, 0.23570226039551584, -0.23570226039551584,
]);
const enum Factor {
  minusFiveHalves, minusTwo, minusHalf, half, two,
  p, minusP, q, minusQ,
  halfP, twoQ,
  minusTwoThirds, sixth, minusThird, third,
  minusTwoThirdsP, twoThirdsP, thirdP, minusThirdP,
}

/** Channels of a pair, and its bytes. */
export const PAIR: i32 = 8;
export const PAIR_BYTES: usize = 32;
/**
 * The scratch memory, WINOGRAD_WORK_BYTES: 6×6 pairs, then 4×4 of a tile that is not whole, a pair of zeros (or NaN, if an
 * output was not finite), a pair of biases, and the limits of outputs.
 */
export const LARGE_TILE: usize = 36 * PAIR_BYTES;
export const LARGE_CHECK: usize = 52 * PAIR_BYTES;
export const LARGE_BIAS: usize = 53 * PAIR_BYTES;
export const LARGE_LIMITS: usize = 54 * PAIR_BYTES;

/** Its second half first: the other way round, V8 stores the first half twice. */
// @ts-ignore: decorator
@inline
function storePair(to: usize, a: v128, b: v128): void {
  v128.store(to, b, 16);
  v128.store(to, a);
}

// @ts-ignore: decorator
@inline
function times(factor: Factor, b: v128): v128 {
  return f32x4.mul(b, v128.load32_splat(FACTORS + (<usize>factor << 2)));
}

/** a + factor · b */
// @ts-ignore: decorator
@inline
function plus(a: v128, factor: Factor, b: v128): v128 {
  return multiplyAdd(b, v128.load32_splat(FACTORS + (<usize>factor << 2)), a);
}

/** Bᵀ d B of a patch: component 6i + j at `to + (6i + j) · componentBytes`. At least eight channels. */
export function transformLargePatch(
  patch: usize, stride: usize, channels: i32, to: usize, componentBytes: usize, work: usize,
): void {
  const pixel = <usize>channels << 2;
  for (let channel = 0; channel < channels; channel += PAIR) {
    const at = <usize>min(channel, channels - PAIR) << 2;
    for (let column: usize = 0; column < 6; column++) {
      patchLine(patch + at + column * pixel, stride, work + column * PAIR_BYTES, 6 * PAIR_BYTES);
    }
    for (let row: usize = 0; row < 6; row++) {
      patchLine(work + row * 6 * PAIR_BYTES, PAIR_BYTES, to + at + row * 6 * componentBytes, componentBytes);
    }
  }
}

/** Bᵀ times six pairs. */
function patchLine(from: usize, step: usize, to: usize, toStep: usize): void {
  const a0 = v128.load(from), b0 = v128.load(from, 16);
  from += step;
  const a1 = v128.load(from), b1 = v128.load(from, 16);
  from += step;
  const a2 = v128.load(from), b2 = v128.load(from, 16);
  from += step;
  const a3 = v128.load(from), b3 = v128.load(from, 16);
  from += step;
  const a4 = v128.load(from), b4 = v128.load(from, 16);
  from += step;
  const a5 = v128.load(from), b5 = v128.load(from, 16);
  storePair(to, plus(f32x4.add(a0, a4), Factor.minusFiveHalves, a2), plus(f32x4.add(b0, b4), Factor.minusFiveHalves, b2));
  to += toStep;
  const aEven = plus(a4, Factor.minusTwo, a2), bEven = plus(b4, Factor.minusTwo, b2);
  const aOdd = plus(a3, Factor.minusTwo, a1), bOdd = plus(b3, Factor.minusTwo, b1);
  storePair(to, plus(aEven, Factor.p, aOdd), plus(bEven, Factor.p, bOdd));
  to += toStep;
  storePair(to, plus(aEven, Factor.minusP, aOdd), plus(bEven, Factor.minusP, bOdd));
  to += toStep;
  const aEven2 = plus(a4, Factor.minusHalf, a2), bEven2 = plus(b4, Factor.minusHalf, b2);
  const aOdd2 = plus(a3, Factor.minusHalf, a1), bOdd2 = plus(b3, Factor.minusHalf, b1);
  storePair(to, plus(aEven2, Factor.q, aOdd2), plus(bEven2, Factor.q, bOdd2));
  to += toStep;
  storePair(to, plus(aEven2, Factor.minusQ, aOdd2), plus(bEven2, Factor.minusQ, bOdd2));
  to += toStep;
  storePair(to, plus(f32x4.add(a1, a5), Factor.minusFiveHalves, a3), plus(f32x4.add(b1, b5), Factor.minusFiveHalves, b3));
}

/** Aᵀ m A of the products of one tile, a pair of outputs, to the first of its positions. */
export function foldLargeTile(m: usize, productBytes: usize, start: usize, to: usize, line: usize, pixel: usize, work: usize): void {
  for (let column: usize = 0; column < 6; column++) {
    foldColumn(m + column * productBytes, 6 * productBytes, work + column * PAIR_BYTES);
  }
  for (let row: usize = 0; row < 4; row++) foldRow(work + row * 6 * PAIR_BYTES, start, to + row * line, pixel, work);
}

/** Aᵀ times six pairs; four, of which each begins a row of six. */
function foldColumn(m: usize, step: usize, to: usize): void {
  const a0 = v128.load(m), b0 = v128.load(m, 16);
  m += step;
  const a1 = v128.load(m), b1 = v128.load(m, 16);
  m += step;
  const a2 = v128.load(m), b2 = v128.load(m, 16);
  m += step;
  const a3 = v128.load(m), b3 = v128.load(m, 16);
  m += step;
  const a4 = v128.load(m), b4 = v128.load(m, 16);
  m += step;
  const a5 = v128.load(m), b5 = v128.load(m, 16);
  const aSum = f32x4.add(a1, a2), bSum = f32x4.add(b1, b2);
  const aSum2 = f32x4.add(a3, a4), bSum2 = f32x4.add(b3, b4);
  const aLess = f32x4.sub(a1, a2), bLess = f32x4.sub(b1, b2);
  const aLess2 = f32x4.sub(a3, a4), bLess2 = f32x4.sub(b3, b4);
  storePair(to, first(a0, aSum, aSum2), first(b0, bSum, bSum2));
  storePair(to + 6 * PAIR_BYTES, second(aLess, aLess2), second(bLess, bLess2));
  storePair(to + 12 * PAIR_BYTES, third(aSum, aSum2), third(bSum, bSum2));
  storePair(to + 18 * PAIR_BYTES, fourth(a5, aLess, aLess2), fourth(b5, bLess, bLess2));
}

/** The same of a row: with the pair at `start` added, checked, and kept within the limits of an activation. */
function foldRow(from: usize, start: usize, to: usize, pixel: usize, work: usize): void {
  const a0 = v128.load(from), b0 = v128.load(from, 16);
  const a1 = v128.load(from, 32), b1 = v128.load(from, 48);
  const a2 = v128.load(from, 64), b2 = v128.load(from, 80);
  const a3 = v128.load(from, 96), b3 = v128.load(from, 112);
  const a4 = v128.load(from, 128), b4 = v128.load(from, 144);
  const a5 = v128.load(from, 160), b5 = v128.load(from, 176);
  const aStart = v128.load(start), bStart = v128.load(start, 16);
  const check = work + LARGE_CHECK;
  const aCheck = v128.load(check), bCheck = v128.load(check, 16);
  const least = v128.load32_splat(work + LARGE_LIMITS), most = v128.load32_splat(work + LARGE_LIMITS, 4);
  const aSum = f32x4.add(a1, a2), bSum = f32x4.add(b1, b2);
  const aSum2 = f32x4.add(a3, a4), bSum2 = f32x4.add(b3, b4);
  const aLess = f32x4.sub(a1, a2), bLess = f32x4.sub(b1, b2);
  const aLess2 = f32x4.sub(a3, a4), bLess2 = f32x4.sub(b3, b4);
  const aFirst = f32x4.add(first(a0, aSum, aSum2), aStart), bFirst = f32x4.add(first(b0, bSum, bSum2), bStart);
  const aSecond = f32x4.add(second(aLess, aLess2), aStart), bSecond = f32x4.add(second(bLess, bLess2), bStart);
  const aThird = f32x4.add(third(aSum, aSum2), aStart), bThird = f32x4.add(third(bSum, bSum2), bStart);
  const aFourth = f32x4.add(fourth(a5, aLess, aLess2), aStart), bFourth = f32x4.add(fourth(b5, bLess, bLess2), bStart);
  const aAll = f32x4.add(f32x4.add(aFirst, aSecond), f32x4.add(aThird, aFourth));
  const bAll = f32x4.add(f32x4.add(bFirst, bSecond), f32x4.add(bThird, bFourth));
  const zero = f32x4.splat(0);
  storePair(to, within(aFirst, least, most), within(bFirst, least, most));
  to += pixel;
  storePair(to, within(aSecond, least, most), within(bSecond, least, most));
  to += pixel;
  storePair(to, within(aThird, least, most), within(bThird, least, most));
  to += pixel;
  storePair(to, within(aFourth, least, most), within(bFourth, least, most));
  storePair(check, multiplyAdd(aAll, zero, aCheck), multiplyAdd(bAll, zero, bCheck));
}

// @ts-ignore: decorator
@inline
function within(value: v128, least: v128, most: v128): v128 {
  return f32x4.pmin(f32x4.pmax(value, least), most);
}
// @ts-ignore: decorator
@inline
function first(end: v128, sum: v128, sum2: v128): v128 {
  return f32x4.add(f32x4.add(end, sum), sum2);
}
// @ts-ignore: decorator
@inline
function second(less: v128, less2: v128): v128 {
  return plus(times(Factor.q, less2), Factor.p, less);
}
// @ts-ignore: decorator
@inline
function third(sum: v128, sum2: v128): v128 {
  return plus(times(Factor.two, sum2), Factor.half, sum);
}
// @ts-ignore: decorator
@inline
function fourth(end: v128, less: v128, less2: v128): v128 {
  return plus(plus(end, Factor.twoQ, less2), Factor.halfP, less);
}

/** G times three vectors: six, `step` bytes apart. */
// @ts-ignore: decorator
@inline
export function largeFilterLine(g0: v128, g1: v128, g2: v128, to: usize, step: usize): void {
  const even = times(Factor.minusTwoThirds, plus(g0, Factor.half, g2));
  const even2 = times(Factor.sixth, plus(g0, Factor.two, g2));
  v128.store(to, g0);
  v128.store(to + step, plus(even, Factor.minusTwoThirdsP, g1));
  v128.store(to + 2 * step, plus(even, Factor.twoThirdsP, g1));
  v128.store(to + 3 * step, plus(even2, Factor.thirdP, g1));
  v128.store(to + 4 * step, plus(even2, Factor.minusThirdP, g1));
  v128.store(to + 5 * step, g2);
}

/** A dy Aᵀ of a tile, a pair of outputs: component 6i + j at `to + (6i + j) · componentBytes`. */
export function transformLargeGradient(
  dy: usize, line: usize, pixel: usize, to: usize, componentBytes: usize, work: usize,
): void {
  for (let column: usize = 0; column < 4; column++) {
    gradientLine(dy + column * pixel, line, work + column * PAIR_BYTES, 4 * PAIR_BYTES);
  }
  for (let row: usize = 0; row < 6; row++) {
    gradientLine(work + row * 4 * PAIR_BYTES, PAIR_BYTES, to + row * 6 * componentBytes, componentBytes);
  }
}

/** A times four pairs; six. */
function gradientLine(from: usize, step: usize, to: usize, toStep: usize): void {
  const a0 = v128.load(from), b0 = v128.load(from, 16);
  from += step;
  const a1 = v128.load(from), b1 = v128.load(from, 16);
  from += step;
  const a2 = v128.load(from), b2 = v128.load(from, 16);
  from += step;
  const a3 = v128.load(from), b3 = v128.load(from, 16);
  storePair(to, a0, b0);
  to += toStep;
  const aEven = plus(a0, Factor.half, a2), bEven = plus(b0, Factor.half, b2);
  const aOdd = plus(a1, Factor.half, a3), bOdd = plus(b1, Factor.half, b3);
  storePair(to, plus(aEven, Factor.p, aOdd), plus(bEven, Factor.p, bOdd));
  to += toStep;
  storePair(to, plus(aEven, Factor.minusP, aOdd), plus(bEven, Factor.minusP, bOdd));
  to += toStep;
  const aEven2 = plus(a0, Factor.two, a2), bEven2 = plus(b0, Factor.two, b2);
  const aOdd2 = plus(a1, Factor.two, a3), bOdd2 = plus(b1, Factor.two, b3);
  storePair(to, plus(aEven2, Factor.q, aOdd2), plus(bEven2, Factor.q, bOdd2));
  to += toStep;
  storePair(to, plus(aEven2, Factor.minusQ, aOdd2), plus(bEven2, Factor.minusQ, bOdd2));
  to += toStep;
  storePair(to, a3, b3);
}

/** Gᵀ s G of a pair of sums, a component after `componentBytes`: tap 3i + j at `to + (3i + j) · tapBytes`, checked. */
export function foldLargeSums(sums: usize, componentBytes: usize, to: usize, tapBytes: usize, work: usize): void {
  for (let row: usize = 0; row < 6; row++) {
    sumsLine(sums + row * 6 * componentBytes, componentBytes, work + row * 3 * PAIR_BYTES, PAIR_BYTES, work);
  }
  for (let column: usize = 0; column < 3; column++) {
    sumsLine(work + column * PAIR_BYTES, 3 * PAIR_BYTES, to + column * tapBytes, 3 * tapBytes, work);
  }
}

/** Gᵀ times six pairs; three. */
function sumsLine(from: usize, step: usize, to: usize, toStep: usize, work: usize): void {
  const a0 = v128.load(from), b0 = v128.load(from, 16);
  from += step;
  const a1 = v128.load(from), b1 = v128.load(from, 16);
  from += step;
  const a2 = v128.load(from), b2 = v128.load(from, 16);
  from += step;
  const a3 = v128.load(from), b3 = v128.load(from, 16);
  from += step;
  const a4 = v128.load(from), b4 = v128.load(from, 16);
  from += step;
  const a5 = v128.load(from), b5 = v128.load(from, 16);
  const check = work + LARGE_CHECK;
  const aCheck = v128.load(check), bCheck = v128.load(check, 16);
  const aSum = f32x4.add(a1, a2), bSum = f32x4.add(b1, b2);
  const aSum2 = f32x4.add(a3, a4), bSum2 = f32x4.add(b3, b4);
  const aFirst = plus(plus(a0, Factor.sixth, aSum2), Factor.minusTwoThirds, aSum);
  const bFirst = plus(plus(b0, Factor.sixth, bSum2), Factor.minusTwoThirds, bSum);
  const aSecond = plus(times(Factor.thirdP, f32x4.sub(a3, a4)), Factor.minusTwoThirdsP, f32x4.sub(a1, a2));
  const bSecond = plus(times(Factor.thirdP, f32x4.sub(b3, b4)), Factor.minusTwoThirdsP, f32x4.sub(b1, b2));
  const aThird = plus(plus(a5, Factor.third, aSum2), Factor.minusThird, aSum);
  const bThird = plus(plus(b5, Factor.third, bSum2), Factor.minusThird, bSum);
  const aAll = f32x4.add(f32x4.add(aFirst, aSecond), aThird), bAll = f32x4.add(f32x4.add(bFirst, bSecond), bThird);
  const zero = f32x4.splat(0);
  storePair(to, aFirst, bFirst);
  to += toStep;
  storePair(to, aSecond, bSecond);
  to += toStep;
  storePair(to, aThird, bThird);
  storePair(check, multiplyAdd(aAll, zero, aCheck), multiplyAdd(bAll, zero, bCheck));
}

/** Begins to look for numbers that are not finite; `areFinite` tells of those since. */
export function beginCheck(work: usize): void {
  v128.store(work + LARGE_CHECK, i32x4.splat(0));
  v128.store(work + LARGE_CHECK, i32x4.splat(0), 16);
}

export function areFinite(work: usize): bool {
  const sums = f32x4.add(v128.load(work + LARGE_CHECK), v128.load(work + LARGE_CHECK, 16));
  return !v128.any_true(f32x4.ne(sums, sums));
}
