import {
  type Constant,
  constantOf,
  countOf,
  filledConstant,
  isUniform,
  strided,
  stridesOf,
} from '../constant.js';
import type { NodeReading } from '../node.js';
import { broadcast, elementwise, elementwiseFolds } from './elementwise.js';
import type { Fold } from './fold.js';
import { cast, constant, ranged, reduced, triangle } from './numbers.js';
import { concatenated, gathered, sliced } from './parts.js';
import { checkedSizes, shapeOf, targetSizes, withOnes, withoutSamples } from './sizes.js';

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

function list(node: NodeReading, input: number): readonly number[] {
  return node.numbers(input) ?? [];
}

function take(node: NodeReading, constant: Constant): void {
  if (!isUniform(constant)) node.allowance.take(countOf(constant.sizes), node.label);
}
