import { type Constant, constantOf, countOf, strided, stridesOf, valuesOf } from '../constant.js';
import type { NodeReading } from '../node.js';

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

export function sliced(node: NodeReading): Constant {
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

export function gathered(node: NodeReading): Constant {
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

export function concatenated(node: NodeReading): Constant {
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
