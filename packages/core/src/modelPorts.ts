import { DataError, NeutypeError, OptionError, shown } from '@neutype/errors';
import { sizeOf } from '@neutype/ndarray';
import { concat, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';
import type { ForwardContext, IndexRange, Model, TracedOutputs } from './model.js';
import type { Shape } from './shape.js';

/** One of several outputs of a model. */
export interface ModelOutput {
  /** Of one sample, without the batch. */
  readonly shape: Shape;
  /** What kind of outputs it gives, as far as it is known, and the layer that decides it. A loss is held against it. */
  readonly outputs?: Model['outputs'];
}

/** The inputs and outputs of a model that has several, by name. */
export interface ModelPorts {
  /** Shapes of one sample, without the batch. */
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly outputs: Readonly<Record<string, ModelOutput>>;
  /** Of inputs that go into a layer as numbers of its rows: which. Data are held to it. */
  readonly inputIndices?: Readonly<Record<string, IndexRange>> | undefined;
  /** Tensors [N, ...shape] of all inputs to those of all outputs, with the logits behind them where they are known. */
  forward(
    inputs: Readonly<Record<string, Tensor>>,
    context: ForwardContext,
  ): Readonly<Record<string, TracedOutputs>>;
}

/** What a model of several inputs or outputs is made of. */
export interface PortedDefinition
  extends ModelPorts,
    Pick<Model, 'initialize' | 'notReplayable' | 'parameters' | 'replayable' | 'smallestBatch'> {}

/**
 * A model with several inputs or outputs. Optimizers take data and losses for them by name; to all others it is a model
 * whose samples are the values of all inputs, one after the other, and whose outputs likewise.
 *
 * @throws OptionError where it has no input or no output
 *
 * @example
 * ```ts
 * const model = modelWithPorts({
 *   inputs: { image: [784], age: [1] },
 *   outputs: { digit: { shape: [10] }, weight: { shape: [1] } },
 *   parameters,
 *   replayable: true,
 *   initialize: (random) => { … },
 *   forward: ({ image, age }) => ({ digit: { outputs: … }, weight: { outputs: … } }),
 * });
 * await momentum(model, { loss: { digit: 'categoricalCrossentropy', weight: 'mse' } })
 *   .train({ image, age }, { digit, weight });
 * ```
 */
export function modelWithPorts({
  inputs,
  outputs,
  inputIndices,
  forward,
  ...model
}: PortedDefinition): Model {
  for (const [what, ports] of Object.entries({ inputs, outputs })) {
    if (typeof ports === 'object' && ports !== null && Object.keys(ports).length > 0) continue;
    throw new OptionError({
      where: `modelWithPorts, ${what}`,
      expected: 'at least one, by name',
      received: shown(ports),
    });
  }
  const ports: ModelPorts = {
    inputs,
    outputs,
    inputIndices,
    forward: (given, context) => checked(forward(given, context), outputs),
  };
  return {
    ...model,
    ports,
    inputShape: [totalOf(Object.values(inputs))],
    outputShape: [totalOf(Object.values(outputs).map(({ shape }) => shape))],
    forward: (x, context) => joined(ports.forward(apart(x, inputs), context), outputs),
  };
}

function totalOf(shapes: readonly Shape[]): number {
  return shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
}

function checked(
  given: Readonly<Record<string, TracedOutputs>>,
  outputs: ModelPorts['outputs'],
): Readonly<Record<string, TracedOutputs>> {
  const missing = Object.keys(outputs).find((name) => given[name]?.outputs === undefined);
  if (missing === undefined) return given;
  throw new NeutypeError({
    where: 'the network, forward',
    expected: `{ outputs } for each output, ${Object.keys(outputs).join(', ')}`,
    received: `none for ${missing}`,
  });
}

function apart(x: Tensor, inputs: ModelPorts['inputs']): Record<string, Tensor> {
  const [rows = 0, width] = x.shape;
  const total = totalOf(Object.values(inputs));
  if (x.rank !== 2 || width !== total) {
    throw new DataError({
      where: 'the network, forward',
      expected: `rows of ${total} values, of all inputs one after the other`,
      received: `the shape [${x.shape.join(', ')}]`,
    });
  }
  let at = 0;
  return Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => {
      const part = reshape(slice(x, [0, at], [rows, sizeOf(shape)]), [rows, ...shape]);
      at += sizeOf(shape);
      return [name, part];
    }),
  );
}

function joined(given: Readonly<Record<string, TracedOutputs>>, outputs: ModelPorts['outputs']): Tensor {
  const rows = Object.keys(outputs).map((name) => {
    const values = given[name]?.outputs as Tensor;
    return reshape(values, [values.shape[0] as number, -1]);
  });
  return concat(rows, 1);
}
