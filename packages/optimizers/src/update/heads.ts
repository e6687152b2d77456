import type { ForwardContext, Model, ModelPorts } from '@neutype/core';
import type { NetworkEnd } from '@neutype/losses';
import { add, mul, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import type { BatchTensors } from './batchRuns.js';
import { type Computed, type LearntOutput, lossOf, outputsOf } from './outputLoss.js';

/** One of several outputs, and what is made smaller there. */
export interface Head extends LearntOutput {
  readonly name: string;
  /** What its loss counts in the sum of all. */
  readonly weight: number;
  /** What a loss has to know of where it comes from. */
  readonly end: NetworkEnd;
}

/** The sum of all losses, each as often as it counts, and the outputs that it is taken of. */
export interface Evaluated {
  readonly loss: Scalar;
  readonly outputs: () => readonly Tensor[];
}

/** The weighted sum of the losses of all outputs of a model that has several. */
export function lossOfHeads(
  ports: ModelPorts,
  heads: readonly Head[],
  batch: BatchTensors,
  context: ForwardContext,
): Evaluated {
  const computed = ports.forward(named(ports, batch.inputs), context);
  const parts = heads.map((head, index): Scalar => {
    const y = batch.targets[index] as Tensor;
    const loss = lossOf(head, y, batch.weights, computed[head.name] as Computed);
    return head.weight === 1 ? loss : mul(loss, head.weight);
  });
  return {
    loss: parts.reduce((sum, part) => add(sum, part)),
    outputs: () => heads.map(({ name }) => outputsOf(computed[name] as Computed)),
  };
}

/** The outputs for a batch, in their order, of a model that has several; nothing of another. */
export function portOutputs(
  { ports }: Pick<Model, 'ports'>,
  inputs: readonly Tensor[],
  context: ForwardContext,
): Tensor[] | undefined {
  if (!ports) return undefined;
  const computed = ports.forward(named(ports, inputs), context);
  return Object.keys(ports.outputs).map((name) => outputsOf(computed[name] as Computed));
}

function named({ inputs }: ModelPorts, tensors: readonly Tensor[]): Record<string, Tensor> {
  return Object.fromEntries(Object.keys(inputs).map((name, index) => [name, tensors[index] as Tensor]));
}
