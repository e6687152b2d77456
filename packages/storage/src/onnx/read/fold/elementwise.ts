import { type Constant, constantOf, countOf, strided, stridesOf, valuesOf } from '../constant.js';
import type { NodeReading } from '../node.js';
import type { Fold } from './fold.js';

export function elementwiseFolds(): Record<string, Fold> {
  const computations: Record<string, (values: readonly number[]) => number> = {
    Add: ([a, b]) => a! + b!,
    Sub: ([a, b]) => a! - b!,
    Mul: ([a, b]) => a! * b!,
    Pow: ([a, b]) => a! ** b!,
    Mod: ([a, b]) => a! - b! * Math.floor(a! / b!),
    Min: (values) => Math.min(...values),
    Max: (values) => Math.max(...values),
    Neg: ([a]) => -a!,
    Abs: ([a]) => Math.abs(a!),
    Sqrt: ([a]) => Math.sqrt(a!),
    Reciprocal: ([a]) => 1 / a!,
    Floor: ([a]) => Math.floor(a!),
    Ceil: ([a]) => Math.ceil(a!),
    Exp: ([a]) => Math.exp(a!),
    Log: ([a]) => Math.log(a!),
    Equal: ([a, b]) => Number(a === b),
    Less: ([a, b]) => Number(a! < b!),
    LessOrEqual: ([a, b]) => Number(a! <= b!),
    Greater: ([a, b]) => Number(a! > b!),
    GreaterOrEqual: ([a, b]) => Number(a! >= b!),
    And: ([a, b]) => Number(Boolean(a) && Boolean(b)),
    Or: ([a, b]) => Number(Boolean(a) || Boolean(b)),
    Not: ([a]) => Number(!a),
  };
  return {
    ...Object.fromEntries(
      Object.entries(computations).map(([name, compute]): [string, Fold] => [
        name,
        (node) => elementwise(node, compute),
      ]),
    ),
    Div: (node) => {
      const areWhole = node.inputs.every((_, index) => !(node.constant(index).data instanceof Float32Array));
      return elementwise(node, ([a, b]) => (areWhole && Number.isInteger(a) ? Math.trunc(a! / b!) : a! / b!));
    },
  };
}

export function elementwise(node: NodeReading, compute: (values: readonly number[]) => number): Constant {
  const inputs = node.inputs.map((_, index) => node.constant(index));
  const sizes = commonSizes(
    node,
    inputs.map((each) => each.sizes),
  );
  if (inputs.every(({ data }) => data.length === 1)) {
    return { kind: 'constant', sizes, data: [compute(inputs.map(({ data }) => data[0]!))] };
  }
  const whole = inputs.map((each) => valuesOf(broadcast(node, each, sizes), node.allowance, node.label));
  const result = new Float64Array(countOf(sizes));
  for (let index = 0; index < result.length; index++)
    result[index] = compute(whole.map((values) => values[index]!));
  return constantOf(result, sizes);
}

/** A constant repeated along axes of size 1. */
export function broadcast(node: NodeReading, source: Constant, sizes: readonly number[]): Constant {
  const target = commonSizes(node, [source.sizes, sizes]);
  const own = stridesOf(source.sizes);
  const shift = target.length - source.sizes.length;
  const strides = target.map((_, axis) => (source.sizes[axis - shift] === 1 ? 0 : (own[axis - shift] ?? 0)));
  const result = { ...source, sizes: target };
  if (source.data.length === 1) return { kind: 'constant', sizes: target, data: source.data };
  node.allowance.take(countOf(target), node.label);
  return strided(source, result.sizes, strides);
}

function commonSizes(node: NodeReading, all: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(...all.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) => {
    const there = all.map((sizes) => sizes[axis - rank + sizes.length] ?? 1).filter((size) => size !== 1);
    const [size = 1] = there;
    if (there.every((other) => other === size)) return size;
    throw node.error('sizes that fit together', all.map((sizes) => sizes.join(' × ')).join(' and '));
  });
}
