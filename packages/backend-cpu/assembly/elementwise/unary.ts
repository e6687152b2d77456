import { exp } from '../math/exp';
import { loadPart, storePart } from '../math/lanes';
import { log, log1p } from '../math/log';
import { sigmoid, tanh } from '../math/sigmoid';
import { floatArgument, intArgument, itemsOf, pointerArgument, shareStart, take } from '../runtime/command';

/** Each operation is a class without state, so that one loop serves them all at no cost. */
// @ts-ignore: decorator
@unmanaged @final
class Neg { @inline apply(x: v128, alpha: v128, beta: v128): v128 { return f32x4.neg(x); } }
// @ts-ignore: decorator
@unmanaged @final
class Abs { @inline apply(x: v128, alpha: v128, beta: v128): v128 { return f32x4.abs(x); } }
// @ts-ignore: decorator
@unmanaged @final
class Square { @inline apply(x: v128, alpha: v128, beta: v128): v128 { return f32x4.mul(x, x); } }
// @ts-ignore: decorator
@unmanaged @final
class Sqrt { @inline apply(x: v128, alpha: v128, beta: v128): v128 { return f32x4.sqrt(x); } }
// @ts-ignore: decorator
@unmanaged @final
class Rsqrt { @inline apply(x: v128, alpha: v128, beta: v128): v128 { return f32x4.div(f32x4.splat(1), f32x4.sqrt(x)); } }
// @ts-ignore: decorator
@unmanaged @final
class Reciprocal { @inline apply(x: v128, alpha: v128, beta: v128): v128 { return f32x4.div(f32x4.splat(1), x); } }
// @ts-ignore: decorator
@unmanaged @final
class Exp { @inline apply(x: v128, alpha: v128, beta: v128): v128 { return exp(x); } }
// @ts-ignore: decorator
@unmanaged @final
class Log { @inline apply(x: v128, alpha: v128, beta: v128): v128 { return log(x); } }
// @ts-ignore: decorator
@unmanaged @final
class Sigmoid { @inline apply(x: v128, alpha: v128, beta: v128): v128 { return sigmoid(x); } }
// @ts-ignore: decorator
@unmanaged @final
class Tanh { @inline apply(x: v128, alpha: v128, beta: v128): v128 { return tanh(x); } }
// @ts-ignore: decorator
@unmanaged @final
class Relu6 {
  @inline apply(x: v128, alpha: v128, beta: v128): v128 {
    return f32x4.pmin(f32x4.pmax(x, f32x4.splat(0)), f32x4.splat(6));
  }
}
/** x, or alpha x below zero. */
// @ts-ignore: decorator
@unmanaged @final
class LeakyRelu {
  @inline apply(x: v128, alpha: v128, beta: v128): v128 {
    return v128.bitselect(f32x4.mul(alpha, x), x, f32x4.lt(x, f32x4.splat(0)));
  }
}
// @ts-ignore: decorator
@unmanaged @final
class Elu {
  @inline apply(x: v128, alpha: v128, beta: v128): v128 {
    const below = f32x4.sub(exp(x), f32x4.splat(1));
    return v128.bitselect(x, below, f32x4.ge(x, f32x4.splat(0)));
  }
}
/** 1 above zero, alpha elsewhere, NaN for NaN. */
// @ts-ignore: decorator
@unmanaged @final
class Step {
  @inline apply(x: v128, alpha: v128, beta: v128): v128 {
    const y = v128.bitselect(f32x4.splat(1), alpha, f32x4.gt(x, f32x4.splat(0)));
    return v128.bitselect(y, x, f32x4.eq(x, x));
  }
}
/** log(1 + e^x) */
// @ts-ignore: decorator
@unmanaged @final
class Softplus {
  @inline apply(x: v128, alpha: v128, beta: v128): v128 {
    return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), log1p(exp(f32x4.neg(f32x4.abs(x)))));
  }
}
/** Between alpha and beta. */
// @ts-ignore: decorator
@unmanaged @final
class Clip {
  @inline apply(x: v128, alpha: v128, beta: v128): v128 { return f32x4.pmin(f32x4.pmax(x, alpha), beta); }
}

function mapRange<Operation>(x: usize, y: usize, start: i32, end: i32, alpha: v128, beta: v128): void {
  const operation = changetype<Operation>(0);
  let at: usize = <usize>start << 2;
  const vectorEnd: usize = <usize>(start + ((end - start) & ~3)) << 2;
  // @ts-ignore: every operation has `apply`
  for (; at < vectorEnd; at += 16) v128.store(y + at, operation.apply(v128.load(x + at), alpha, beta));
  const left = (end - start) & 3;
  // @ts-ignore: every operation has `apply`
  if (left != 0) storePart(y + at, operation.apply(loadPart(x + at, left), alpha, beta), left);
}

function mapAll<Operation>(command: usize): void {
  const x = pointerArgument(command, 1);
  const y = pointerArgument(command, 2);
  const count = intArgument(command, 3);
  const alpha = f32x4.splat(floatArgument(command, 4));
  const beta = f32x4.splat(floatArgument(command, 5));
  const items = itemsOf(command);
  for (let item = take(command); item >= 0; item = take(command)) {
    const start = shareStart(item, items, count, 16);
    mapRange<Operation>(x, y, start, shareStart(item + 1, items, count, 16), alpha, beta);
  }
}

/** y = f(x), element by element. Arguments: operation, x, y, count, alpha, beta. */
export function unary(command: usize): void {
  switch (intArgument(command, 0)) {
    case 0: mapAll<Neg>(command); return;
    case 1: mapAll<Abs>(command); return;
    case 2: mapAll<Square>(command); return;
    case 3: mapAll<Sqrt>(command); return;
    case 4: mapAll<Rsqrt>(command); return;
    case 5: mapAll<Reciprocal>(command); return;
    case 6: mapAll<Exp>(command); return;
    case 7: mapAll<Log>(command); return;
    case 8: mapAll<Sigmoid>(command); return;
    case 9: mapAll<Tanh>(command); return;
    case 10: mapAll<Relu6>(command); return;
    case 11: mapAll<LeakyRelu>(command); return;
    case 12: mapAll<Elu>(command); return;
    case 13: mapAll<Step>(command); return;
    case 14: mapAll<Softplus>(command); return;
    case 15: mapAll<Clip>(command); return;
  }
}
