import {
  type ForwardContext,
  forgetPredictions,
  type Model,
  type Parameter,
  type ParameterFilter,
  type TracedOutputs,
} from '@neutype/core';
import { checkChoice, nearestName, OptionError, outOf, shown } from '@neutype/errors';
import type { ArrayInput, NdArray } from '@neutype/ndarray';
import type { Random } from '@neutype/random';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { checkForward, checkRandom } from './checkForward.js';
import { isBlock } from './checkLayer.js';
import { formatDot, formatMermaid } from './drawing.js';
import { setTrainable } from './freezing.js';
import type { Graph, Node } from './graph.js';
import { indicesOf } from './indices.js';
import { endOf, tracedRun } from './networkEnd.js';
import { networkPorts } from './networkPorts.js';
import type { Part } from './part.js';
import type { PlacedLayer } from './placedLayer.js';
import { Placement } from './placement.js';
import { type PlanStep, planOf, runPlan } from './plan.js';
import { type PredictOptions, predict } from './predict.js';
import { type NamedInputs, namedInputs, predictNamed } from './predictNamed.js';
import type { Shape } from './shape.js';
import { subgraphFrom, subgraphUntil } from './subgraph.js';
import { formatNetwork } from './table.js';
import type { Fitting, NetworkOf, PredictedBy, Through } from './through.js';
import { namedParameter, readParameters, writeParameters } from './values.js';

/** Options of `network.copy`. */
export interface CopyOptions {
  /** `'fresh'`, the default, for parameters of its own without values yet; `'shared'` for those of the network. */
  readonly weights?: 'fresh' | 'shared';
}

/**
 * Layers with the shapes between them worked out: a chain, or a graph where branches part and come together. Made by
 * `input(…).to(…)`, `inputs({ … })`, `join` and `parallel`.
 *
 * Networks never change: `to` gives a new one that shares the layers so far and their parameters. Only the values
 * of the parameters change, by training, and whether they are trained, by `freeze` and `unfreeze`.
 *
 * Where a network has several inputs or outputs, optimizers take data and losses for them by name: an input is called
 * as its layer, an output as `outputs({ … })` says, or as its layer.
 */
export class Network<
  In extends Shape = Shape,
  Out extends Shape = Shape,
  Open extends readonly Shape[] = readonly [Out],
> implements Model
{
  /** The layers, each after those that it takes its inputs from. */
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

  /** What samples must be where they go into a layer as numbers of its rows, as those of `embedding`. */
  readonly indices: Model['indices'];
  /** Its inputs and outputs by name, where it has several. */
  readonly ports: Model['ports'];
  /** How the layers depend on each other: for what is built on networks. */
  readonly graph: Graph;

  readonly #plan: readonly PlanStep[];
  readonly #logitPlan: readonly PlanStep[];
  readonly #traced: ReturnType<typeof tracedRun>;
  readonly #wholeForward: Model['forward'] | undefined;

  constructor(graph: Graph) {
    const layers = [...graph.placed.values()];
    this.graph = graph;
    this.layers = layers;
    this.parameters = [...new Set(layers.flatMap((layer) => Object.values(layer.parameters)))];
    this.notReplayable = layers.find((layer) => !layer.replayable)?.name;
    this.replayable = this.notReplayable === undefined;
    this.smallestBatch = smallestBatchOf(layers);
    const end = endOf(layers);
    const ported = networkPorts(graph, this);
    this.indices = ported ? undefined : indicesOf(layers, layers[0] as PlacedLayer);
    this.ports = ported?.ports;
    this.inputShape = (ported?.inputShape ?? layers[0]?.inputShape) as In;
    this.outputShape = (ported?.outputShape ?? layers.at(-1)?.outputShape) as Out;
    this.outputs = ported ? { kind: undefined, layer: 'outputs' } : end.outputs;
    this.outputActivation = ported ? undefined : end.activation;
    this.#wholeForward = ported?.forward;
    this.#plan = planOf(layers, [this.#endName]);
    this.#logitPlan = end.logitSteps;
    this.#traced = ported ? undefined : tracedRun(layers);
  }

  /**
   * The network with more behind it: layers, blocks and networks. This one stays as it is. What a network takes in is
   * then what comes out here; its layers and parameters are shared.
   *
   * @throws ShapeError where a layer cannot take what the one before it gives
   *
   * @example
   * ```ts
   * const features = input(784).to(relu(500), relu(300));
   * const digits = features.to(softmax(10));   // shares the parameters of `features`
   * const parity = features.to(sigmoid(1));    // so does this one
   * const residual = features.to(residual(relu(300), linear(300)), relu(), softmax(10));
   * ```
   */
  to<const Parts extends readonly Part[]>(
    ...parts: Parts & Fitting<Open, Parts>
  ): NetworkOf<In, Through<Open, Parts>> {
    const { ends, placed } = this.graph;
    const placement = new Placement('network.to', placed);
    const reached = placement.chain(parts, ends);
    return new Network({ placed: placement.placed, ends: reached, endNames: endNamesOf(parts) }) as never;
  }

  /**
   * The part of the network that ends in a layer, which shares its layers and parameters: for intermediate activations,
   * or for new layers behind trained ones.
   *
   * @param names one layer, or several for a network with several outputs
   * @throws OptionError if there is no layer of this name
   *
   * @example
   * ```ts
   * const features = digits.until('relu-2');
   * const activations = await features.predict(x);
   * const letters = features.to(softmax(26));
   * ```
   */
  until(...names: readonly string[]): Network {
    return new Network(subgraphUntil(this.graph, this.#places('network.until', names)));
  }

  /**
   * The part of the network that begins with a layer, which shares its layers and parameters. Its input has the shape of
   * what that layer takes.
   *
   * @throws OptionError if there is no layer of this name, or the rest takes something from layers before it
   *
   * @example
   * ```ts
   * const classifier = digits.from('softmax-1'); // takes what relu-2 gives
   * const retrained = input(100).to(relu(300), classifier);
   * ```
   */
  from(name: string): Network {
    const [place] = this.#places('network.from', [name]);
    return new Network(subgraphFrom(this.graph, place as Node));
  }

  /**
   * The same layers once more.
   *
   * With shared weights it is what a network needs that looks at two inputs in the same way.
   *
   * @example
   * ```ts
   * const encoder = input(784).to(relu(100), linear(16));
   * const other = encoder.copy({ weights: 'shared' });
   * const distance = parallel(encoder, other).to(difference(), sigmoid(1)); // two inputs, one encoder
   * ```
   */
  copy({ weights = 'fresh' }: CopyOptions = {}): Network<In, Out, Open> {
    checkChoice('network.copy, weights', weights, ['fresh', 'shared']);
    const placement = new Placement('network.copy');
    const become = placement.adopt(this.graph, { apart: true, fresh: weights === 'fresh' });
    const { ends, endNames } = this.graph;
    return new Network({ placed: placement.placed, ends: ends.flatMap(become), endNames });
  }

  /** The number of values that all parameters hold together, untrained ones included. */
  get parameterCount(): number {
    return countValues(this.parameters);
  }

  /** The number of values that training changes: without frozen ones, and without statistics such as running means. */
  get trainableCount(): number {
    return countValues(this.parameters.filter(({ trainable }) => trainable));
  }

  /**
   * The layer of this name.
   *
   * @throws OptionError if there is none
   */
  layer(name: string): PlacedLayer {
    return this.#named('network.layer', name);
  }

  /**
   * The parameter of this name, `relu-1.weight`.
   *
   * @throws OptionError if there is none
   */
  parameter(name: string): Parameter {
    return namedParameter(this.parameters, name);
  }

  /**
   * A copy of the values of all parameters by name, untrained ones included.
   *
   * @throws NotInitializedError before they have values
   *
   * @example
   * ```ts
   * const weights = await network.read(); // { 'relu-1.weight': NdArray [784, 500], … }
   * other.write(weights);
   * ```
   */
  read(): Promise<Record<string, NdArray>> {
    return readParameters(this.parameters);
  }

  /**
   * Replaces the values of the parameters that are named; all others stay as they are. Nothing is changed if something
   * does not fit.
   *
   * @param values arrays of the parameters' shapes
   * @throws OptionError for a name that no parameter has; ShapeError, DataError for values that do not fit
   */
  write(values: Readonly<Record<string, ArrayInput>>): void {
    writeParameters(this.parameters, values);
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
    const whole = this.#wholeForward;
    if (whole) return tidy(() => whole(x, context));
    return tidy(() => this.#run(this.#plan, x, context));
  }

  /** As `forward`, but without the final softmax or sigmoid. */
  forwardLogits(x: Tensor, context: ForwardContext = { training: false }): Tensor {
    checkForward('network.forwardLogits', x, context);
    if (this.#wholeForward) return this.forward(x, context);
    return tidy(() => this.#run(this.#logitPlan, x, context));
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
      const { outputs, logits } = traced(new Map([[this.#startName, x]]), context);
      activation = logits?.activation;
      return logits ? [outputs, logits.values] : [outputs];
    }) as [Tensor, Tensor?];
    return activation && values ? { outputs, logits: { activation, values } } : { outputs };
  }

  /**
   * The network's output for samples given as an array. Others may run every 10 ms or so.
   *
   * A network with several inputs or outputs takes arrays by the names of its inputs, and gives outputs by their names. The
   * only input of one with several outputs needs no name.
   *
   * @param x `[n, ...inputShape]`, or a single sample `[...inputShape]`
   * @param options.batchSize samples computed at a time; 128 by default
   * @returns `[n, ...outputShape]`, or such arrays by the names of several outputs
   * @throws ShapeError, DataError for samples that do not fit
   *
   * @example
   * ```ts
   * const network = inputs({ image: 784, age: 1 }).to(concatenate(), outputs({ digit: softmax(10), slant: linear(1) }));
   * const { digit, slant } = await network.predict({ image, age });
   * ```
   */
  predict<Self>(this: Self, x: ArrayInput, options?: PredictOptions): Promise<PredictedBy<Self>>;
  predict(x: NamedInputs, options?: PredictOptions): Promise<Record<string, NdArray>>;
  predict(
    x: ArrayInput | NamedInputs,
    options: PredictOptions = {},
  ): Promise<NdArray | Record<string, NdArray>> {
    const named = this.ports && namedInputs(this.ports, x);
    return this.ports && named
      ? predictNamed(this, this.ports, named, options)
      : predict(this, x as ArrayInput, options);
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
    forgetPredictions(this);
    for (const parameter of this.parameters) parameter.dispose();
  }

  /**
   * The layers as a table, with their output shapes and the number of parameters; where they are no chain, with what
   * each takes its inputs from.
   */
  toString(): string {
    return formatNetwork(this.graph, this.parameters);
  }

  /** The network as a Mermaid flowchart, which GitHub and many editors draw. */
  toMermaid(): string {
    return formatMermaid(this.layers);
  }

  /** The network as a graph in Graphviz's language: `dot -Tsvg network.dot`. */
  toDot(): string {
    return formatDot(this.layers);
  }

  get #startName(): string {
    return (this.layers[0] as PlacedLayer).name;
  }

  get #endName(): string {
    return (this.layers.at(-1) as PlacedLayer).name;
  }

  #run(plan: readonly PlanStep[], x: Tensor, context: ForwardContext): Tensor {
    return runPlan(plan, new Map([[this.#startName, x]]), context).get(this.#endName) as Tensor;
  }

  #named(where: string, name: string): PlacedLayer {
    const found = this.layers.find((layer) => layer.name === name);
    if (found) return found;
    const names = this.layers.map((layer) => layer.name);
    const nearest = nearestName(String(name), names);
    throw new OptionError({
      where,
      remedy: 'console.log(String(network)) shows the names.',
      ...outOf('name', names, nearest && `Did you mean '${nearest}'?`),
      received: shown(name),
    });
  }

  #places(where: string, names: readonly string[]): readonly Node[] {
    return names.map((name) => {
      const wanted = this.#named(where, name);
      const [place] = [...this.graph.placed].find(([, placed]) => placed === wanted) as [Node, PlacedLayer];
      return place;
    });
  }
}

/** The names that parts give the outputs, if they end in `outputs({ … })`. */
function endNamesOf(parts: readonly Part[]): readonly string[] | undefined {
  const last = parts.at(-1);
  return isBlock(last) ? last.names : undefined;
}

function smallestBatchOf(layers: readonly PlacedLayer[]): Required<Model>['smallestBatch'] {
  const samples = Math.max(...layers.map((layer) => layer.smallestBatch));
  const layer = layers.find(({ smallestBatch }) => smallestBatch === samples) as PlacedLayer;
  return { samples, layer: layer.name };
}

function countValues(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { size }) => sum + size, 0);
}
