import type { ForwardContext, Model, Parameter, ParameterFilter, TracedOutputs } from '@neutype/core';
import { nearestName, OptionError, shown } from '@neutype/errors';
import type { ArrayInput, NdArray } from '@neutype/ndarray';
import type { Random } from '@neutype/random';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { checkForward, checkRandom } from './checkForward.js';
import { checkLayer } from './checkLayer.js';
import { setTrainable } from './freezing.js';
import type { Layer } from './layer.js';
import { endOf, tracedRun } from './networkEnd.js';
import { type PlacedLayer, placeLayer } from './placedLayer.js';
import { type PredictOptions, predict } from './predict.js';
import { formatBatchShape, type Shape } from './shape.js';
import { runStages, type Stage, stagesOf } from './stages.js';
import { formatTable } from './table.js';
import type { Through } from './through.js';

/**
 * A chain of layers with the shapes between them worked out. Made by `input(…).to(…)` or `join`.
 *
 * Networks never change: `to` gives a new one that shares the layers so far and their parameters. Only the values
 * of the parameters change, by training, and whether they are trained, by `freeze` and `unfreeze`.
 */
export class Network<In extends Shape = Shape, Out extends Shape = Shape> implements Model {
  /** The layers in order, the input first. */
  readonly layers: readonly PlacedLayer[];
  /** Shape of one sample that goes in, the batch dimension left out. */
  readonly inputShape: In;
  /** Shape of one sample that comes out, the batch dimension left out. */
  readonly outputShape: Out;
  /** The parameters of all layers, in order. */
  readonly parameters: readonly Parameter[];
  /** What kind of outputs it gives, as far as its layers say, and the layer that decides it. */
  readonly outputs: NonNullable<Model['outputs']>;
  /**
   * Softmax or sigmoid where the network ends in one, layers that only change the shape left aside: losses are then
   * taken from `forwardLogits`.
   */
  readonly outputActivation: 'softmax' | 'sigmoid' | undefined;
  /** Whether a training step on this network may be recorded once and replayed. */
  readonly replayable: boolean;
  /** The layer because of which it may not. */
  readonly notReplayable: string | undefined;
  /** The fewest samples that it can be trained on at a time, and the layer that needs them. */
  readonly smallestBatch: Required<Model>['smallestBatch'];

  readonly #stages: readonly Stage[];
  readonly #logitStages: readonly Stage[];
  readonly #traced: ReturnType<typeof tracedRun>;

  constructor(layers: readonly PlacedLayer[]) {
    const first = layers[0] as PlacedLayer;
    const last = layers.at(-1) as PlacedLayer;
    this.layers = layers;
    this.#stages = stagesOf(layers);
    this.inputShape = first.inputShape as In;
    this.outputShape = last.outputShape as Out;
    this.parameters = layers.flatMap((layer) => Object.values(layer.parameters));
    const end = endOf(layers);
    this.outputs = end.outputs;
    this.outputActivation = end.activation;
    this.#logitStages = end.logitStages;
    this.#traced = tracedRun(layers);
    this.notReplayable = layers.find((layer) => !layer.replayable)?.name;
    this.replayable = this.notReplayable === undefined;
    this.smallestBatch = smallestBatchOf(layers);
  }

  /**
   * The network with more layers behind it; this one stays as it is.
   *
   * @throws ShapeError where a layer cannot take what the one before it gives
   *
   * @example
   * ```ts
   * const features = input(784).to(relu(500), relu(300));
   * const digits = features.to(softmax(10));   // shares the parameters of `features`
   * const parity = features.to(sigmoid(1));    // so does this one
   * ```
   */
  to<const Layers extends readonly Layer[]>(...layers: Layers): Network<In, Through<Out, Layers>> {
    const placed = [...this.layers];
    const taken = new Set(placed.map(({ name }) => name));
    for (const layer of layers) {
      const next = placeLayer(checkLayer(layer), (placed.at(-1) as PlacedLayer).outputShape, taken);
      placed.push(next);
      taken.add(next.name);
    }
    return new Network(placed);
  }

  /** The number of values that all parameters hold together, untrained ones included. */
  get parameterCount(): number {
    return countValues(this.parameters);
  }

  /**
   * The layer of this name.
   *
   * @throws OptionError if there is none
   */
  layer(name: string): PlacedLayer {
    const found = this.layers.find((layer) => layer.name === name);
    if (found) return found;
    const names = this.layers.map((layer) => layer.name);
    const nearest = nearestName(String(name), names);
    throw new OptionError({
      where: 'network.layer',
      expected: `one of ${names.join(', ')}`,
      received: shown(name),
      remedy:
        nearest === undefined
          ? 'console.log(String(network)) shows the names.'
          : `Did you mean '${nearest}'?`,
    });
  }

  /**
   * Keeps parameters as they are: optimizers leave them out from the next update on, also in training that goes on.
   * What optimizers remember of them, such as velocities, stays for the day when they are trained again. Networks that
   * share the layers share this too.
   *
   * Batch normalization whose gamma and beta are both frozen normalizes by its running statistics in training too, and
   * these stay as they are: as in Keras, and in PyTorch after `eval()`.
   *
   * @param filter which ones; all that are learned unless told otherwise
   * @throws OptionError where the filter chooses none
   *
   * @example
   * ```ts
   * network.freeze('conv2d-1');          // all parameters of a layer
   * network.freeze(/^(conv2d|batch-norm)-/);
   * network.freeze('bias');              // of every layer
   * await optimizer.train(x, y, { epochs: 3 });
   * network.unfreeze();
   * await optimizer.train(x, y, { epochs: 3 });
   * ```
   */
  freeze(filter?: ParameterFilter): void {
    setTrainable(this.parameters, filter, false);
  }

  /**
   * Has frozen parameters trained again. What is gathered rather than learned, such as running means, never is.
   *
   * @param filter which ones; all unless told otherwise
   * @throws OptionError where the filter chooses none
   */
  unfreeze(filter?: ParameterFilter): void {
    setTrainable(this.parameters, filter, true);
  }

  /**
   * Gives every parameter that has no values yet its initial ones. Each draws from a stream of its own, named by
   * its layer and itself, so that adding a layer does not change how the others begin.
   *
   * An optimizer does this with its seed; call it only to use a network before any training.
   */
  initialize(random: Random): void {
    checkRandom(random);
    for (const layer of this.layers) layer.initialize(random);
  }

  /**
   * Computes the output, `[batch, ...outputShape]`, of a tensor `[batch, ...inputShape]`. The caller disposes of it.
   *
   * For arrays rather than tensors there is `predict`.
   */
  forward(x: Tensor, context: ForwardContext = { training: false }): Tensor {
    checkForward('network.forward', x, context);
    return tidy(() => runStages(this.#stages, x, context));
  }

  /** As `forward`, but without the final softmax or sigmoid. */
  forwardLogits(x: Tensor, context: ForwardContext = { training: false }): Tensor {
    checkForward('network.forwardLogits', x, context);
    return tidy(() => runStages(this.#logitStages, x, context));
  }

  /**
   * As `forward`. Where custom layers follow the last softmax or sigmoid and do not say what they give, it is
   * found out whether they pass its values on; a loss is then taken from the logits.
   */
  forwardTraced(x: Tensor, context: ForwardContext = { training: false }): TracedOutputs {
    const traced = this.#traced;
    if (traced === undefined) return { outputs: this.forward(x, context) };
    let activation: NonNullable<TracedOutputs['logits']>['activation'] | undefined;
    const [outputs, values] = tidy(() => {
      const { outputs, logits } = traced(x, context);
      activation = logits?.activation;
      return logits ? [outputs, logits.values] : [outputs];
    }) as [Tensor, Tensor?];
    return activation && values ? { outputs, logits: { activation, values } } : { outputs };
  }

  /**
   * The network's output for samples given as an array. Others may run every 10 ms or so.
   *
   * @param x `[n, ...inputShape]`, or a single sample `[...inputShape]`
   * @param options.batchSize samples computed at a time; 128 by default
   * @returns `[n, ...outputShape]`
   * @throws ShapeError, DataError for samples that do not fit
   */
  predict(x: ArrayInput, options: PredictOptions = {}): Promise<NdArray> {
    return predict(this, x, options);
  }

  /**
   * Frees what the parameters hold on the backend, which dropping the network does not. Neither it nor a network that
   * shares its layers can be used any more.
   *
   * @example
   * ```ts
   * for (const units of [50, 100, 200]) {
   *   const network = input(784).to(relu(units), softmax(10));
   *   await momentum(network).train(x, y, { epochs: 5 });
   *   network.dispose();
   * }
   * ```
   */
  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  /** The layers as a table, with their output shapes and the number of parameters. */
  toString(): string {
    const rows = this.layers.map(({ name, outputShape, parameters }) => ({
      name,
      outputShape: formatBatchShape(outputShape),
      parameterCount: countValues(Object.values(parameters)),
    }));
    return formatTable(rows, countValues(this.parameters.filter(({ trainable }) => !trainable)));
  }
}

function smallestBatchOf(layers: readonly PlacedLayer[]): Required<Model>['smallestBatch'] {
  const samples = Math.max(...layers.map((layer) => layer.smallestBatch));
  const layer = layers.find(({ smallestBatch }) => smallestBatch === samples) as PlacedLayer;
  return { samples, layer: layer.name };
}

function countValues(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { size }) => sum + size, 0);
}
