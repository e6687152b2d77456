import { DATA_TYPE_NAMES } from '../dataTypes.js';
import { BATCH_SIZE, sizesOf } from './atoms.js';
import {
  type Constant,
  constantOf,
  countOf,
  filledConstant,
  isUniform,
  onlyValue,
  strided,
  stridesOf,
  valuesOf,
} from './constant.js';
import type { NodeReading } from './node.js';

type Fold = (node: NodeReading) => Constant;

/** Operators that are worked out while a file is read, where all that goes in is constant: shapes, mostly. */
const FOLDS: Readonly<Record<string, Fold>> = {
  Identity: (node) => node.constant(0),
  Dropout: (node) => node.constant(0),
  Cast: cast,
  CastLike: (node) => node.constant(0),
  Constant: constant,
  ConstantOfShape: (node) =>
    filledConstant(node.attributes.tensor('value')?.data[0] ?? 0, checkedSizes(node, list(node, 0))),
  Shape: (node) => shapeOf(node, node.constant(0).sizes),
  Size: (node) => constantOf([countOf(node.constant(0).sizes)], []),
  Reshape: (node) => {
    const { sizes, data } = node.constant(0);
    const target = targetSizes(node, sizes);
    if (countOf(target) === countOf(sizes)) return constantOf(data, target);
    throw node.error(`a shape for ${countOf(sizes)} values`, target.join(' × '));
  },
  Flatten: (node) => {
    const { sizes, data } = node.constant(0);
    const axis = node.attributes.int('axis', 1);
    const at = axis < 0 ? axis + sizes.length : axis;
    return constantOf(data, [countOf(sizes.slice(0, at)), countOf(sizes.slice(at))]);
  },
  Squeeze: (node) => {
    const { sizes, data } = node.constant(0);
    const given = node.numbers(1, 'axes');
    const axes = given && node.axes(given, sizes.length);
    return constantOf(
      data,
      sizes.filter((size, axis) => (axes === undefined ? size !== 1 : !axes.includes(axis))),
    );
  },
  Unsqueeze: (node) => {
    const { sizes, data } = node.constant(0);
    return constantOf(data, withOnes(node, sizes, 1));
  },
  Transpose: (node) => {
    const source = node.constant(0);
    const order = node.axes(
      node.attributes.ints('perm') ?? source.sizes.map((_, axis) => axis).reverse(),
      source.sizes.length,
    );
    const strides = stridesOf(source.sizes);
    take(node, source);
    return strided(
      source,
      order.map((axis) => source.sizes[axis]!),
      order.map((axis) => strides[axis]!),
    );
  },
  Expand: (node) =>
    broadcast(node, node.constant(0), withoutSamples(node, checkedSizes(node, list(node, 1)))),
  Slice: sliced,
  Gather: gathered,
  Concat: concatenated,
  Range: ranged,
  Where: (node) => elementwise(node, ([condition, yes, no]) => (condition ? yes! : no!)),
  Trilu: triangle,
  ReduceProd: (node) => reduced(node, (product, value) => product * value, 1),
  ReduceSum: (node) => reduced(node, (sum, value) => sum + value, 0),
  ...elementwiseFolds(),
};

/** The value of a node whose inputs are all constant; `undefined` where it is not one of these operators. */
export function folded(node: NodeReading): Constant | undefined {
  if (!Object.hasOwn(FOLDS, node.operator)) return undefined;
  if (node.inputs.some((value) => value !== undefined && value.kind !== 'constant')) return undefined;
  return FOLDS[node.operator]!(node);
}

/** Whether an operator can be worked out from constants. */
export function isFold(operator: string): boolean {
  return Object.hasOwn(FOLDS, operator);
}

/** A shape as a constant, of which `start` and `end` may take a part. */
export function shapeOf(node: NodeReading, sizes: readonly number[]): Constant {
  const { attributes } = node;
  const end = attributes.has('end') ? attributes.int('end', 0) : sizes.length;
  return constantOf(sizes.slice(attributes.int('start', 0), end));
}

export function shapeOfView(node: NodeReading): Constant {
  return shapeOf(node, sizesOf(node.view(0).axes));
}

/** The sizes that Reshape gives: 0 for what is there, -1 for the rest. */
export function targetSizes(node: NodeReading, sizes: readonly number[]): readonly number[] {
  const given = node.numbers(1, 'shape') ?? [];
  const keepsZero = node.attributes.int('allowzero', 0) === 1;
  const target = given.map((size, axis) => (size === 0 && !keepsZero ? (sizes[axis] ?? 0) : size));
  const rests = target.filter((size) => size === -1).length;
  const known = countOf(target.filter((size) => size !== -1));
  const rest = known === 0 ? 0 : countOf(sizes) / known;
  const filled = target.map((size) => (size === -1 ? rest : size));
  if (rests < 2 && filled.every((size) => Number.isSafeInteger(size) && size >= 0)) return filled;
  throw node.error(`a shape for ${sizes.join(' × ')} values`, given.join(' × '));
}

/** Sizes with axes of 1 put among them. */
export function withOnes(node: NodeReading, sizes: readonly number[], input: number): number[] {
  const given = node.numbers(input, 'axes') ?? [];
  const rank = sizes.length + given.length;
  const ones = node.axes(given, rank);
  const rest = [...sizes];
  return Array.from({ length: rank }, (_, axis) => (ones.includes(axis) ? 1 : rest.shift()!));
}

function constant(node: NodeReading): Constant {
  const { attributes } = node;
  const tensor = attributes.tensor('value');
  if (tensor !== undefined) return tensor;
  if (attributes.has('value_int')) return constantOf([attributes.int('value_int', 0)], []);
  if (attributes.has('value_float')) return constantOf([attributes.float('value_float', 0)], []);
  const values = attributes.ints('value_ints') ?? attributes.floats('value_floats');
  if (values !== undefined) return constantOf(values);
  throw node.error('a constant of numbers', 'another');
}

const WHOLE_NUMBERS: readonly string[] = [
  'int32',
  'int64',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'uint64',
];

/** To whole numbers, what is behind the point is cut off. */
function cast(node: NodeReading): Constant {
  const source = node.constant(0);
  const type = DATA_TYPE_NAMES[node.attributes.int('to', 1)] ?? '';
  if (!WHOLE_NUMBERS.includes(type)) return source;
  return { ...source, data: Float64Array.from(source.data, Math.trunc) };
}

function list(node: NodeReading, input: number): readonly number[] {
  return node.numbers(input) ?? [];
}

function checkedSizes(node: NodeReading, sizes: readonly number[]): readonly number[] {
  const fits = sizes.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (fits && Number.isSafeInteger(countOf(sizes))) return sizes;
  throw node.error('sizes from 0', sizes.join(' × '));
}

function take(node: NodeReading, constant: Constant): void {
  if (!isUniform(constant)) node.allowance.take(countOf(constant.sizes), node.label);
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

/** What is the same for all samples is not repeated for each. */
function withoutSamples(node: NodeReading, sizes: readonly number[]): readonly number[] {
  if (onlyValue(node.constant(0)) !== undefined) return sizes;
  return sizes.map((size) => (size === BATCH_SIZE ? 1 : size));
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

function elementwise(node: NodeReading, compute: (values: readonly number[]) => number): Constant {
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

function elementwiseFolds(): Record<string, Fold> {
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

/** One range of an axis, as Slice has it. */
export interface Range {
  readonly axis: number;
  readonly start: number;
  readonly count: number;
  readonly stride: number;
}

/** The ranges that a Slice takes. */
export function rangesOf(node: NodeReading, sizes: readonly number[]): readonly Range[] {
  const starts = node.numbers(1, 'starts') ?? [];
  const ends = node.numbers(2, 'ends') ?? [];
  const axes = node.axes(node.numbers(3, 'axes') ?? starts.map((_, index) => index), sizes.length);
  const strides = node.numbers(4) ?? starts.map(() => 1);
  return axes.map((axis, index) => {
    const size = sizes[axis]!;
    const stride = strides[index] ?? 1;
    const [from, to] = [starts[index] ?? 0, ends[index] ?? size];
    if (!Number.isInteger(stride) || stride === 0) throw node.error('a stride other than 0', `${stride}`);
    const clamp = (at: number, least: number, most: number) =>
      Math.min(Math.max(at < 0 ? at + size : at, least), most);
    const [start, end] =
      stride > 0
        ? [clamp(from, 0, size), clamp(to, 0, size)]
        : [clamp(from, 0, size - 1), clamp(to, -1, size - 1)];
    return { axis, start, count: Math.max(0, Math.ceil((end - start) / stride)), stride };
  });
}

function sliced(node: NodeReading): Constant {
  const source = node.constant(0);
  const sizes = [...source.sizes];
  const strides = stridesOf(source.sizes);
  const own = [...strides];
  let offset = 0;
  for (const { axis, start, count, stride } of rangesOf(node, source.sizes)) {
    sizes[axis] = count;
    offset += start * own[axis]!;
    strides[axis] = own[axis]! * stride;
  }
  if (countOf(sizes) === 0) return constantOf([], sizes);
  if (source.data.length !== 1) node.allowance.take(countOf(sizes), node.label);
  return strided(source, sizes, strides, offset);
}

function gathered(node: NodeReading): Constant {
  const source = node.constant(0);
  const indices = node.constant(1);
  const axis = node.axis(node.attributes.int('axis', 0), source.sizes.length);
  const size = source.sizes[axis]!;
  const inner = countOf(source.sizes.slice(axis + 1));
  const outer = countOf(source.sizes.slice(0, axis));
  const sizes = [...source.sizes.slice(0, axis), ...indices.sizes, ...source.sizes.slice(axis + 1)];
  if (source.data.length === 1) return { kind: 'constant', sizes, data: source.data };
  node.allowance.take(countOf(sizes), node.label);
  const places = valuesOf(indices, node.allowance, node.label);
  const result = new Float64Array(countOf(sizes));
  let to = 0;
  for (let block = 0; block < outer; block++) {
    for (let place = 0; place < places.length; place++) {
      const index = places[place]! < 0 ? places[place]! + size : places[place]!;
      if (!(index >= 0 && index < size)) throw node.error(`indices below ${size}`, `${places[place]}`);
      for (let at = 0; at < inner; at++) result[to++] = source.data[(block * size + index) * inner + at]!;
    }
  }
  return constantOf(source.data instanceof Float32Array ? Float32Array.from(result) : result, sizes);
}

function concatenated(node: NodeReading): Constant {
  const parts = node.inputs.map((_, index) => node.constant(index));
  const [first] = parts;
  if (first === undefined) throw node.error('inputs', 'none');
  const rank = first.sizes.length;
  const axis = node.axis(node.attributes.int('axis', 0), rank);
  const fits = parts.every(
    ({ sizes }) =>
      sizes.length === rank && sizes.every((size, at) => at === axis || size === first.sizes[at]),
  );
  if (!fits)
    throw node.error('inputs that fit together', parts.map(({ sizes }) => sizes.join(' × ')).join(', '));
  const sizes = first.sizes.map((size, at) =>
    at === axis ? parts.reduce((sum, part) => sum + part.sizes[axis]!, 0) : size,
  );
  node.allowance.take(countOf(sizes), node.label);
  const whole = parts.map((part) => valuesOf(part, node.allowance, node.label));
  const areWeights = whole.every((values) => values instanceof Float32Array);
  const result = areWeights ? new Float32Array(countOf(sizes)) : new Float64Array(countOf(sizes));
  const outer = countOf(first.sizes.slice(0, axis));
  let to = 0;
  for (let block = 0; block < outer; block++) {
    for (const [index, values] of whole.entries()) {
      const length = countOf(parts[index]!.sizes.slice(axis));
      for (let at = 0; at < length; at++) result[to++] = values[block * length + at]!;
    }
  }
  return constantOf(result, sizes);
}

function ranged(node: NodeReading): Constant {
  const [start, limit, delta] = [node.number(0, 0), node.number(1, 0), node.number(2, 1)];
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  if (!Number.isSafeInteger(count)) throw node.error('a range that ends', `${start}, ${limit}, ${delta}`);
  node.allowance.take(count, node.label);
  return constantOf(Float64Array.from({ length: count }, (_, index) => start + index * delta));
}

function triangle(node: NodeReading): Constant {
  const source = node.constant(0);
  const [rows, columns] = source.sizes.slice(-2);
  if (rows === undefined || columns === undefined) throw node.error('a matrix', source.sizes.join(' × '));
  const isUpper = node.attributes.int('upper', 1) === 1;
  const diagonal = node.number(1, 0);
  const values = valuesOf(source, node.allowance, node.label);
  node.allowance.take(values.length, node.label);
  const result = Float64Array.from(values, (value, index) => {
    const [row, column] = [Math.floor(index / columns) % rows, index % columns];
    return (isUpper ? column - row >= diagonal : column - row <= diagonal) ? value : 0;
  });
  return constantOf(result, source.sizes);
}

function reduced(node: NodeReading, join: (one: number, other: number) => number, first: number): Constant {
  const source = node.constant(0);
  const given = node.numbers(1, 'axes');
  if (given !== undefined && given.length !== source.sizes.length) throw node.error('all axes to be reduced');
  const values = valuesOf(source, node.allowance, node.label);
  const keeps = node.attributes.int('keepdims', 1) === 1;
  return constantOf([Array.from(values).reduce(join, first)], keeps ? source.sizes.map(() => 1) : []);
}
