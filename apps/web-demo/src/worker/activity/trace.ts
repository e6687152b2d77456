import { valueAndGradients } from '@neutype/core';
import type { Network, PlacedLayer } from '@neutype/layers';
import {
  add,
  keep,
  mul,
  oneHot,
  reshape,
  type Scalar,
  sum,
  type Tensor,
  tensor,
  tidy,
  type Variable,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import { CLASSES } from '../../shared/recipe.js';
import type { PlannedColumn } from './columns.js';
import type { Joint } from './joints.js';

/** One image in a network: what each column computes, and what of it raises the score of an answer. */
export interface Trace {
  /** The outputs of each column; the scores before softmax for the answers. */
  readonly outputs: readonly Float32Array[];
  /** ∂ score / ∂ output, for each output of each column. */
  readonly gradients: readonly Float32Array[];
  /** For each joint with weights what goes through each of them, `[sources, targets]`; nothing for others. */
  readonly flows: readonly (Float32Array | undefined)[];
}

/**
 * Follows an image through a network, and the score of an answer back to the image.
 *
 * What goes through a weight is activation × weight × ∂ score / ∂ (the target's input), which is weight × ∂ score / ∂ weight.
 *
 * @param x the image as the network takes it, `[1, ...inputShape]`
 */
export async function trace(
  network: Network,
  columns: readonly PlannedColumn[],
  joints: readonly Joint[],
  x: Float32Array,
  answer: number,
): Promise<Trace> {
  const probes = probesOf(network, columns, x);
  const weights = joints.map((joint) => (joint.by === 'passing' ? undefined : joint.weight.variable));
  const weighted = weights.filter((weight) => weight !== undefined);
  const outputs = new Map<string, Tensor>();
  const found: Tensor[] = [];
  try {
    const { value, gradients } = valueAndGradients(
      () => sum(mul(run(network, probes, outputs), oneHot([answer], CLASSES))) as Scalar,
      [...probes.values(), ...weighted],
    );
    found.push(value, ...gradients.filter((each) => each !== undefined));
    const ofWeights = gradients.slice(probes.size);
    const flows = joints.map((joint, index) => {
      const weight = weights[index];
      const gradient = weight && ofWeights[weighted.indexOf(weight)];
      return gradient && flowOf(joint, weight, gradient);
    });
    found.push(...flows.filter((each) => each !== undefined));
    return {
      outputs: await valuesOf(columns.map(({ shownLayer }) => outputs.get(shownLayer))),
      gradients: await valuesOf(columns.map((_, index) => gradients[index])),
      flows: await Promise.all(flows.map((flow) => flow?.data<'float32'>())),
    };
  } finally {
    for (const each of [...found, ...outputs.values(), ...probes.values()]) each.dispose();
  }
}

/** The image itself, and zeros to add to the outputs of columns: their gradients are those of the outputs. */
function probesOf(
  { inputShape, layers }: Network,
  columns: readonly PlannedColumn[],
  x: Float32Array,
): ReadonlyMap<string, Variable> {
  const probe = ({ kind, shownLayer }: PlannedColumn): Variable => {
    const { outputShape } = layers.find(({ name }) => name === shownLayer) as PlacedLayer;
    const initial = kind === 'image' ? tensor(x, [1, ...inputShape]) : zeros([1, ...outputShape]);
    const made = variable(initial);
    initial.dispose();
    return made;
  };
  return new Map(columns.map((column) => [column.shownLayer, probe(column)]));
}

/** Computes the scores, `[1, 10]`, layer by layer, and keeps the outputs that are probed. */
function run(
  { layers, outputs: { layer: deciding } }: Network,
  probes: ReadonlyMap<string, Variable>,
  outputs: Map<string, Tensor>,
): Tensor {
  const known = new Map<string, Tensor>();
  for (const layer of layers) {
    const { inputs, name } = layer;
    const probe = probes.get(name);
    const y = inputs.length === 0 ? (probe as Tensor) : probed(computed(layer, known, deciding), probe);
    known.set(name, y);
    if (probe) outputs.set(name, keep(y.clone()));
  }
  return reshape(known.get(layers.at(-1)?.name ?? '') as Tensor, [1, CLASSES]);
}

function computed(layer: PlacedLayer, known: ReadonlyMap<string, Tensor>, deciding: string): Tensor {
  const [first, ...others] = layer.inputs.map((name) => known.get(name) as Tensor);
  const x = others.length === 0 ? (first as Tensor) : [first as Tensor, ...others];
  const context = { training: false };
  return layer.name === deciding ? layer.forwardLogits(x, context) : layer.forward(x, context);
}

function probed(y: Tensor, probe: Tensor | undefined): Tensor {
  return probe ? add(y, probe) : y;
}

/** What goes through each weight of a joint, `[sources, targets]`. */
function flowOf(joint: Joint, weight: Variable, gradient: Tensor): Tensor {
  return tidy(() => {
    const flow = mul(weight, gradient);
    if (joint.by === 'filters') return sum(flow, [0, 1]);
    if (joint.by === 'passing') return flow;
    const [rows, targets = 0] = flow.shape;
    return rows === joint.sources ? flow : sum(reshape(flow, [-1, joint.sources, targets]), 0);
  });
}

function valuesOf(tensors: readonly (Tensor | undefined)[]): Promise<Float32Array[]> {
  return Promise.all(tensors.map((each) => each?.data<'float32'>() ?? new Float32Array(0)));
}
