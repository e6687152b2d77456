import { loadPart, storePart } from '../math/lanes';
import { floatArgument, intArgument } from '../runtime/command';
import { mapRows } from './broadcast';

/** Each operation is a class without state, so that one loop serves them all at no cost. */
// @ts-ignore: decorator
@unmanaged @final
class Add { @inline apply(a: v128, b: v128, alpha: v128): v128 { return f32x4.add(a, b); } }
// @ts-ignore: decorator
@unmanaged @final
class Subtract { @inline apply(a: v128, b: v128, alpha: v128): v128 { return f32x4.sub(a, b); } }
// @ts-ignore: decorator
@unmanaged @final
class Multiply { @inline apply(a: v128, b: v128, alpha: v128): v128 { return f32x4.mul(a, b); } }
// @ts-ignore: decorator
@unmanaged @final
class Divide { @inline apply(a: v128, b: v128, alpha: v128): v128 { return f32x4.div(a, b); } }
// @ts-ignore: decorator
@unmanaged @final
class SquaredDifference {
  @inline apply(a: v128, b: v128, alpha: v128): v128 {
    const difference = f32x4.sub(a, b);
    return f32x4.mul(difference, difference);
  }
}
// @ts-ignore: decorator
@unmanaged @final
class Maximum { @inline apply(a: v128, b: v128, alpha: v128): v128 { return f32x4.max(a, b); } }
// @ts-ignore: decorator
@unmanaged @final
class Minimum { @inline apply(a: v128, b: v128, alpha: v128): v128 { return f32x4.min(a, b); } }
/** a, or b a below zero. */
// @ts-ignore: decorator
@unmanaged @final
class Prelu {
  @inline apply(a: v128, b: v128, alpha: v128): v128 {
    return v128.bitselect(f32x4.mul(b, a), a, f32x4.lt(a, f32x4.splat(0)));
  }
}

/** Gradients of activations: a is dy, b is y = f(z). */
// @ts-ignore: decorator
@unmanaged @final
class ReluGrad {
  @inline apply(a: v128, b: v128, alpha: v128): v128 { return v128.andnot(a, f32x4.le(b, f32x4.splat(0))); }
}
// @ts-ignore: decorator
@unmanaged @final
class Relu6Grad {
  @inline apply(a: v128, b: v128, alpha: v128): v128 {
    const flat = v128.or(f32x4.le(b, f32x4.splat(0)), f32x4.ge(b, f32x4.splat(6)));
    return v128.andnot(a, flat);
  }
}
// @ts-ignore: decorator
@unmanaged @final
class SigmoidGrad {
  @inline apply(a: v128, b: v128, alpha: v128): v128 {
    return f32x4.mul(a, f32x4.mul(b, f32x4.sub(f32x4.splat(1), b)));
  }
}
// @ts-ignore: decorator
@unmanaged @final
class TanhGrad {
  @inline apply(a: v128, b: v128, alpha: v128): v128 {
    const one = f32x4.splat(1);
    return f32x4.mul(a, f32x4.mul(f32x4.sub(one, b), f32x4.add(one, b)));
  }
}
// @ts-ignore: decorator
@unmanaged @final
class EluGrad {
  @inline apply(a: v128, b: v128, alpha: v128): v128 {
    const below = f32x4.mul(a, f32x4.add(b, f32x4.splat(1)));
    return v128.bitselect(a, below, f32x4.ge(b, f32x4.splat(0)));
  }
}
// @ts-ignore: decorator
@unmanaged @final
class LeakyReluGrad {
  @inline apply(a: v128, b: v128, alpha: v128): v128 {
    return v128.bitselect(a, f32x4.mul(alpha, a), f32x4.gt(b, f32x4.splat(0)));
  }
}

function mapBoth<Operation>(a: usize, b: usize, y: usize, count: i32, alpha: v128): void {
  const operation = changetype<Operation>(0);
  let at: usize = 0;
  const vectorEnd: usize = <usize>(count & ~3) << 2;
  // @ts-ignore: every operation has `apply`
  for (; at < vectorEnd; at += 16) v128.store(y + at, operation.apply(v128.load(a + at), v128.load(b + at), alpha));
  const left = count & 3;
  // @ts-ignore: every operation has `apply`
  if (left != 0) storePart(y + at, operation.apply(loadPart(a + at, left), loadPart(b + at, left), alpha), left);
}

function mapFirst<Operation>(a: usize, b: v128, y: usize, count: i32, alpha: v128): void {
  const operation = changetype<Operation>(0);
  let at: usize = 0;
  const vectorEnd: usize = <usize>(count & ~3) << 2;
  // @ts-ignore: every operation has `apply`
  for (; at < vectorEnd; at += 16) v128.store(y + at, operation.apply(v128.load(a + at), b, alpha));
  const left = count & 3;
  // @ts-ignore: every operation has `apply`
  if (left != 0) storePart(y + at, operation.apply(loadPart(a + at, left), b, alpha), left);
}

function mapSecond<Operation>(a: v128, b: usize, y: usize, count: i32, alpha: v128): void {
  const operation = changetype<Operation>(0);
  let at: usize = 0;
  const vectorEnd: usize = <usize>(count & ~3) << 2;
  // @ts-ignore: every operation has `apply`
  for (; at < vectorEnd; at += 16) v128.store(y + at, operation.apply(a, v128.load(b + at), alpha));
  const left = count & 3;
  // @ts-ignore: every operation has `apply`
  if (left != 0) storePart(y + at, operation.apply(a, loadPart(b + at, left), alpha), left);
}

// @ts-ignore: decorator
@unmanaged @final
class Rows<Operation> {
  run(command: usize, a: usize, b: usize, y: usize, at: i32, count: i32, walksA: i32, walksB: i32): void {
    const alpha = f32x4.splat(floatArgument(command, 4));
    const to = y + (<usize>at << 2);
    if (walksA && walksB) mapBoth<Operation>(a, b, to, count, alpha);
    else if (walksA) mapFirst<Operation>(a, v128.load32_splat(b), to, count, alpha);
    else mapSecond<Operation>(v128.load32_splat(a), b, to, count, alpha);
  }
}

function mapAll<Operation>(command: usize): void {
  mapRows<Rows<Operation>>(command);
}

/** y = f(a, b), element by element, a and b broadcast against each other. Arguments as `mapRows` reads them. */
export function binary(command: usize): void {
  switch (intArgument(command, 0)) {
    case 0: mapAll<Add>(command); return;
    case 1: mapAll<Subtract>(command); return;
    case 2: mapAll<Multiply>(command); return;
    case 3: mapAll<Divide>(command); return;
    case 4: mapAll<SquaredDifference>(command); return;
    case 5: mapAll<Maximum>(command); return;
    case 6: mapAll<Minimum>(command); return;
    case 7: mapAll<Prelu>(command); return;
    case 8: mapAll<ReluGrad>(command); return;
    case 9: mapAll<Relu6Grad>(command); return;
    case 10: mapAll<SigmoidGrad>(command); return;
    case 11: mapAll<TanhGrad>(command); return;
    case 12: mapAll<EluGrad>(command); return;
    case 13: mapAll<LeakyReluGrad>(command); return;
  }
}
