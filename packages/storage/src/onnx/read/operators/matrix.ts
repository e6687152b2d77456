import { linear } from '@neutype/layers';
import { axisOf, BATCH, sizeOf } from '../atoms.js';
import { type Constant, permuted } from '../constant.js';
import type { NodeReading, Value } from '../node.js';
import type { Step, StepDefinition } from '../step.js';
import { asPlaced, type View, viewOf, withLast } from '../view.js';
import { affine } from '../weights.js';
import { projectedAttention } from './attention.js';
import { mixed, scoresOf } from './scores.js';
import { plusConstant } from './shifts.js';

/** `x · weight + bias` along the last axis. */
export function linearStep(
  input: Step,
  units: number,
  weight: Float32Array,
  bias?: Float32Array,
): StepDefinition {
  const values = { weight, ...(bias !== undefined && { bias }) };
  return {
    layer: linear(units, bias === undefined ? { bias: null } : {}),
    inputs: [input],
    values,
    linear: { units, weight, bias },
    ...affine(values, { weight: 'weight', bias: 'bias' }, (next) =>
      linearStep(input, units, next['weight']!, next['bias']),
    ),
  };
}

/** A view multiplied by a constant matrix `[features, units]` along its last axis. */
function timesMatrix(node: NodeReading, given: View, weight: Float32Array, units: number): View {
  const view = node.trunk.settled(given);
  const inFile = view.axes.at(-1) ?? [];
  if (inFile.includes(BATCH)) throw node.error('features along the last axis', 'the samples');
  const rows = sizeOf(inFile);
  if (rows * units !== weight.length)
    throw node.error(`a matrix of ${rows} rows`, `${weight.length / units}`);
  const features = asPlaced(view, inFile);
  const order = features.map((atom) => inFile.indexOf(atom));
  const sizes = [...inFile.map(({ size }) => size), units];
  const isAsInFile = order.every((axis, place) => axis === place);
  const matrix = isAsInFile
    ? weight
    : node.derived(weight, `rows ${sizes} ${order}`, () =>
        permuted(weight, sizes, [...order, inFile.length]),
      );
  const attention = projectedAttention(node, view, features, matrix, units);
  const placed = withLast(view, features);
  const step = attention ?? node.trunk.add(linearStep(node.trunk.arranged(view, placed), units, matrix));
  const out = axisOf(units);
  return viewOf(step, [...placed.slice(0, -1), out], [...view.axes.slice(0, -1), out]);
}

/** A constant matrix, transposed where it is told to be. */
function matrixOf(
  node: NodeReading,
  constant: Constant,
  isTransposed = false,
): { weight: Float32Array; units: number } {
  const sizes = constant.sizes.slice(-2);
  const others = constant.sizes.slice(0, -2);
  if (sizes.length !== 2 || others.some((size) => size !== 1) || sizes.includes(0)) {
    throw node.error('a matrix', constant.sizes.join(' × '));
  }
  const own = node.weightsOf(constant);
  const [rows, columns] = sizes as [number, number];
  if (!isTransposed) return { weight: own, units: columns };
  return { weight: node.derived(own, `turned ${sizes}`, () => permuted(own, sizes, [1, 0])), units: rows };
}

export function gemm(node: NodeReading): readonly Value[] {
  const { attributes } = node;
  if (attributes.int('transA', 0) === 1) throw node.error('transA of 0', '1');
  const { weight, units } = matrixOf(node, node.constant(1), attributes.int('transB', 0) === 1);
  const alpha = attributes.float('alpha', 1);
  const product = timesMatrix(
    node,
    node.view(0),
    alpha === 1 ? weight : weight.map((each) => each * alpha),
    units,
  );
  if (!node.has(2)) return [product];
  const bias = node.inputs[2];
  if (bias?.kind !== 'constant') throw node.error('a constant bias');
  const beta = attributes.float('beta', 1);
  const scaled = beta === 1 ? bias : { ...bias, data: Float32Array.from(bias.data, (value) => value * beta) };
  return [plusConstant(node, product, scaled)];
}

export function matMul(node: NodeReading): readonly Value[] {
  const [one, other] = node.inputs;
  if (one?.kind === 'scores') return [mixed(node, one, node.view(1))];
  if (other?.kind === 'constant' && one?.kind === 'view') {
    if (other.sizes.length === 1) throw node.error('a matrix', 'a vector');
    const { weight, units } = matrixOf(node, other);
    return [timesMatrix(node, one, weight, units)];
  }
  if (one?.kind === 'constant' && other?.kind === 'view' && one.sizes.length > 1) {
    const { weight, units } = matrixOf(node, one, true);
    return [turned(node, timesMatrix(node, turned(node, other), weight, units))];
  }
  if (one?.kind === 'view' && other?.kind === 'view') return [scoresOf(node, one, other)];
  throw node.error(
    'a product with a constant matrix, or of the queries, keys and values of attention',
    'another',
    'A layer of your own can compute it: layer({ kind, forward }).',
  );
}

/** The last two axes in the other order. */
function turned(node: NodeReading, view: View): View {
  const [one, other] = view.axes.slice(-2);
  if (one === undefined || other === undefined || one.includes(BATCH))
    throw node.error('[samples, …, rows, columns]');
  return { ...view, axes: [...view.axes.slice(0, -2), other, one] };
}
