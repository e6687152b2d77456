import { DATA_TYPE_NAMES } from '../../dataTypes.js';
import { type Constant, constantOf, valuesOf } from '../constant.js';
import type { NodeReading } from '../node.js';

export function constant(node: NodeReading): Constant {
  const { attributes } = node;
  const tensor = attributes.tensor('value');
  if (tensor !== undefined) return tensor;
  if (attributes.has('value_int')) return constantOf([attributes.int('value_int', 0)], []);
  if (attributes.has('value_float')) return constantOf([attributes.float('value_float', 0)], []);
  const values = attributes.ints('value_ints') ?? attributes.floats('value_floats');
  if (values !== undefined) return constantOf(values);
  throw node.error('a constant of numbers', 'another');
}

/** To whole numbers, what is behind the point is cut off. */
export function cast(node: NodeReading): Constant {
  const source = node.constant(0);
  const type = DATA_TYPE_NAMES[node.attributes.int('to', 1)] ?? '';
  if (!WHOLE_NUMBERS.includes(type)) return source;
  return { ...source, data: Float64Array.from(source.data, Math.trunc) };
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

export function ranged(node: NodeReading): Constant {
  const [start, limit, delta] = [node.number(0, 0), node.number(1, 0), node.number(2, 1)];
  const count = Math.max(0, Math.ceil((limit - start) / delta));
  if (!Number.isSafeInteger(count)) throw node.error('a range that ends', `${start}, ${limit}, ${delta}`);
  node.allowance.take(count, node.label);
  return constantOf(Float64Array.from({ length: count }, (_, index) => start + index * delta));
}

export function triangle(node: NodeReading): Constant {
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

export function reduced(
  node: NodeReading,
  join: (one: number, other: number) => number,
  first: number,
): Constant {
  const source = node.constant(0);
  const given = node.numbers(1, 'axes');
  if (given !== undefined && given.length !== source.sizes.length) throw node.error('all axes to be reduced');
  const values = valuesOf(source, node.allowance, node.label);
  const keeps = node.attributes.int('keepdims', 1) === 1;
  return constantOf([Array.from(values).reduce(join, first)], keeps ? source.sizes.map(() => 1) : []);
}
