import { constantOf } from '../constant.js';
import { folded, isFold } from '../fold/folded.js';
import { shapeOfView } from '../fold/sizes.js';
import type { NodeReading, Value } from '../node.js';
import { ACTIVATIONS, activationOf } from './activations.js';
import { joined } from './alignment.js';
import { difference, errorFunction, negative, product, quotient, several, sum } from './arithmetic.js';
import { convolution, transposedConvolution } from './convolution.js';
import { gemm, matMul } from './matrix.js';
import {
  batchNormalization,
  groupNormalization,
  instanceNormalization,
  layerNormalization,
  localResponse,
  rmsNormalization,
} from './normalization.js';
import { padded } from './padding.js';
import { globalPooling, pool, reduction } from './pooling.js';
import { probabilities } from './probabilities.js';
import { recurrent } from './recurrent.js';
import { resized } from './resizing.js';
import { scoreSizes } from './scores.js';
import { gather, slice, split } from './selection.js';
import { expanded, reshaped, squeezed, transposed, unsqueezed } from './shapes.js';
import { slopes } from './slopes.js';

type Operator = (node: NodeReading) => readonly Value[];

/** What passes on what comes in: layers know for themselves whether they train. */
function passed(node: NodeReading): readonly Value[] {
  if (node.isUsed(1)) throw node.error('no use of what was dropped');
  return [node.inputs[0] ?? node.view(0)];
}

function shape(node: NodeReading): readonly Value[] {
  const [value] = node.inputs;
  return [value?.kind === 'scores' ? constantOf(scoreSizes(value)) : shapeOfView(node)];
}

function concatenation(node: NodeReading): readonly Value[] {
  const views = node.inputs.map((_, index) => node.view(index));
  return [views.length === 1 ? views[0]! : joined(node, views, node.attributes.int('axis', -1))];
}

/** Operators on what is computed from the network's input. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(ACTIVATIONS.map((name): [string, Operator] => [name, activationOf])),
  Add: sum,
  AveragePool: pool,
  BatchNormalization: batchNormalization,
  Cast: passed,
  CastLike: passed,
  Concat: concatenation,
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  Div: quotient,
  Dropout: passed,
  Erf: errorFunction,
  Expand: expanded,
  Flatten: reshaped,
  Gather: gather,
  Gemm: gemm,
  GlobalAveragePool: globalPooling,
  GlobalMaxPool: globalPooling,
  GroupNormalization: groupNormalization,
  GRU: recurrent,
  Identity: passed,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  LogSoftmax: probabilities,
  LRN: localResponse,
  LSTM: recurrent,
  MatMul: matMul,
  Max: several,
  MaxPool: pool,
  Mean: several,
  Mul: product,
  Neg: negative,
  Pad: padded,
  PRelu: slopes,
  ReduceMax: reduction,
  ReduceMean: reduction,
  ReduceSum: reduction,
  Reshape: reshaped,
  Resize: resized,
  RMSNormalization: rmsNormalization,
  RNN: recurrent,
  Shape: shape,
  Slice: slice,
  Softmax: probabilities,
  Split: split,
  Squeeze: squeezed,
  Sub: difference,
  Sum: several,
  Transpose: transposed,
  Unsqueeze: unsqueezed,
  Upsample: resized,
};

/** Whether anything is known of an operator. */
export function isKnown(operator: string): boolean {
  return Object.hasOwn(OPERATORS, operator) || isFold(operator);
}

/** The operators that are read where they compute something of the network's input. */
export const operatorNames: readonly string[] = Object.keys(OPERATORS);

/** What a node gives. */
export function evaluated(node: NodeReading): readonly Value[] {
  const constant = folded(node);
  if (constant !== undefined) return [constant];
  if (Object.hasOwn(OPERATORS, node.operator)) return OPERATORS[node.operator]!(node);
  throw node.error('constant inputs', 'what is computed', 'Neutype has no layer that does this.');
}
