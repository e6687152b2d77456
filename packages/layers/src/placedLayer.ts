import {
  type ForwardContext,
  type FusedActivation,
  OptionError,
  type OutputKind,
  Parameter,
  ShapeError,
} from '@neutype/core';
import { checkCount, shown } from '@neutype/errors';
import { formatShape, sameShape, sizeOf } from '@neutype/ndarray';
import type { Random } from '@neutype/random';
import type { Tensor } from '@tensorflow/tfjs-core';
import { type PlainValue, plainValues } from './architecture/plainValue.js';
import { filled } from './filled.js';
import type { Initializer } from './initializers/initializer.js';
import { toInitializer } from './initialValue.js';
import type {
  Layer,
  LayerContext,
  LayerDefinition,
  LayerForward,
  LayerVariables,
  MergingForward,
  ParameterDefinition,
  ParameterDefinitions,
  Several,
} from './layer.js';
import { checkOutput, inLayer } from './layerErrors.js';
import { grouped, isShape, type Shape, shownShape } from './shape.js';

/** A layer in its place: named, its shapes known, its parameters made. */
export interface PlacedLayer {
  readonly name: string;
  readonly kind: string;
  /** The names of the layers that it takes its inputs from; none for an input of the network. */
  readonly inputs: readonly string[];
  /** Of its input; of the first where it has several. */
  readonly inputShape: Shape;
  /** Of all its inputs. */
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
  /** Layers that share their parameters hold the same ones. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly replayable: boolean;
  readonly outputActivation: 'softmax' | 'sigmoid' | undefined;
  /** What comes out: `'same'` for the values that come in, `undefined` where nobody knows. */
  readonly outputs: OutputKind | 'same' | undefined;
  /** How many rows there are of which it takes the numbers. */
  readonly indicesBelow: number | undefined;
  /** The fewest samples that it can be trained on at a time. */
  readonly smallestBatch: number;
  /**
   * What makes it, beside the values of its parameters: plain values under the names of the parameters and options of the
   * function that makes such layers, `{ units: 10, bias: null }`.
   */
  readonly settings: Readonly<Record<string, PlainValue>>;
  /** What it was before it had a place. */
  readonly layer: Layer;
  /** Gives the parameters that have no values yet their initial ones. */
  initialize(random: Random): void;
  /** Takes a list where it has several inputs. */
  forward(x: Tensor | readonly Tensor[], context: ForwardContext): Tensor;
  /** Which activation it is, if it is one and nothing else. */
  readonly activation: FusedActivation | undefined;
  /** The layer together with an activation behind it, where it can compute the two at once. */
  readonly forwardWith: ((activation: FusedActivation) => PlacedLayer['forward']) | undefined;
  /** The same up to, and without, the final softmax or sigmoid. */
  forwardLogits(x: Tensor | readonly Tensor[], context: ForwardContext): Tensor;
}

/** Where a layer stands. */
export interface Place {
  readonly name: string;
  /** The names of the layers before it. */
  readonly inputs: readonly string[];
  readonly inputShapes: readonly Shape[];
  /** Parameters that it shares with others, in place of new ones. */
  readonly parameters?: PlacedLayer['parameters'] | undefined;
}

/** Gives a layer its place. */
export function placeLayer(
  layer: Layer,
  { name, inputs, inputShapes, parameters: shared }: Place,
): PlacedLayer {
  const { definition } = layer;
  const inputShape = inputShapes[0] as Shape;
  const rules = rulesOf(layer, name, inputShapes);
  const outputShape = inLayer(name, rules.outputShape) ?? inputShape;
  checkShape(outputShape, `layer ${name}, outputShape`);
  checkPassesOn(definition, name, inputShape, outputShape);
  const definitions = inLayer(name, rules.parameters) ?? {};
  for (const [parameter, defined] of Object.entries(definitions)) {
    if (defined !== undefined) checkParameter(defined, `layer ${name}, ${parameter}`);
  }
  if (shared) checkShared(shared, definitions, name);
  const parameters = shared ?? makeParameters(definitions, name);
  const initializers = makeInitializers(definitions, name);
  const run = (forward: LayerForward | MergingForward): PlacedLayer['forward'] =>
    runner(forward, { name, outputShape, parameters, takesList: definition.inputs === 'many' });
  const forward = run(definition.forward);
  const single = definition.inputs === 'many' ? undefined : definition;
  const { forwardWith, logits } = single ?? {};
  return {
    name,
    kind: definition.kind,
    inputs,
    inputShape,
    inputShapes,
    outputShape,
    parameters,
    layer,
    replayable: definition.replayable ?? false,
    outputActivation: logits?.activation,
    outputs: definition.outputs,
    indicesBelow: single?.indicesBelow,
    smallestBatch: smallestBatchOf(single?.smallestBatch, name, inputShape),
    settings: plainValues(definition.settings ?? {}),
    initialize: (random) => {
      for (const [parameterName, parameter] of Object.entries(parameters)) {
        if (parameter.initialized) continue;
        const source = random.split(name).split(parameterName);
        parameter.write(filled(parameter, initializers[parameterName] as Initializer, source));
      }
    },
    forward,
    activation: single?.activation,
    forwardWith: forwardWith && ((activation) => run(forwardWith(activation))),
    forwardLogits: logits ? run(logits.forward) : forward,
  };
}

interface Rules {
  readonly outputShape: () => Shape | undefined;
  readonly parameters: () => ParameterDefinitions | undefined;
}

function rulesOf({ definition }: Layer, name: string, inputShapes: readonly Shape[]): Rules {
  if (definition.inputs === 'many') {
    const several = inputShapes as Several<Shape>;
    return {
      outputShape: () => definition.outputShape(several, name),
      parameters: () => definition.parameters?.(several, name),
    };
  }
  const [inputShape] = inputShapes as readonly [Shape];
  return {
    outputShape: () => definition.outputShape?.(inputShape, name),
    parameters: () => definition.parameters?.(inputShape, name),
  };
}

type AnyForward = (
  x: Tensor | readonly Tensor[],
  parameters: LayerVariables,
  context: LayerContext,
) => Tensor;

interface Running extends Pick<PlacedLayer, 'name' | 'outputShape' | 'parameters'> {
  readonly takesList: boolean;
}

function runner(
  forward: LayerForward | MergingForward,
  { name, outputShape, parameters, takesList }: Running,
): PlacedLayer['forward'] {
  return (x, context) => {
    const variables = variablesOf(parameters);
    const xs = (Array.isArray(x) ? x : [x]) as readonly Tensor[];
    return inLayer(name, () => {
      const y = (forward as AnyForward)(takesList ? xs : x, variables, { ...context, name });
      return checkOutput(y, name, [xs[0]?.shape[0] as number, ...outputShape]);
    });
  };
}

/** Refuses to share parameters with a layer that would need others. */
function checkShared(
  shared: PlacedLayer['parameters'],
  definitions: ParameterDefinitions,
  name: string,
): void {
  for (const [key, defined] of Object.entries(definitions)) {
    const parameter = shared[key];
    if (defined === undefined || parameter === undefined || sameShape(parameter.shape, defined.shape))
      continue;
    throw new ShapeError({
      where: `layer ${name}, ${key}`,
      expected: `the shape ${formatShape(parameter.shape)} of ${parameter.name}, for the same layer shares its parameters`,
      received: formatShape(defined.shape),
      remedy: 'Make a second layer, or give it an input of the same shape.',
    });
  }
}

function smallestBatchOf(
  smallestBatch: LayerDefinition['smallestBatch'],
  name: string,
  inputShape: Shape,
): number {
  const samples = inLayer(name, () => smallestBatch?.(inputShape)) ?? 1;
  checkCount(`layer ${name}, smallestBatch`, samples);
  return samples;
}

/** As many values as four gigabytes hold: more than any backend has in one tensor. */
const MOST_VALUES = 2 ** 30;

function checkParameter(defined: ParameterDefinition, where: string): void {
  if (typeof defined !== 'object' || defined === null) {
    throw new OptionError({
      where,
      expected: 'the shape and value of a parameter',
      received: shown(defined),
    });
  }
  const { shape } = defined;
  checkShape(shape, where);
  const count = sizeOf(shape);
  if (count <= MOST_VALUES) return;
  throw new OptionError({
    where,
    expected: `at most ${grouped(MOST_VALUES)} values`,
    received: `${grouped(count)} in ${formatShape(shape)}`,
  });
}

function checkShape(shape: unknown, where: string): void {
  if (isShape(shape)) return;
  throw new ShapeError({
    where,
    expected: 'an array of sizes from 1, the batch left out',
    received: shownShape(shape),
  });
}

function checkPassesOn(
  { outputs }: Layer['definition'],
  name: string,
  inputShape: Shape,
  outputShape: Shape,
): void {
  const [taken, given] = [sizeOf(inputShape), sizeOf(outputShape)];
  if (outputs !== 'same' || taken === given) return;
  throw new ShapeError({
    where: `layer ${name}`,
    expected: "as many values as come in, for it says outputs: 'same'",
    received: `${given} for ${taken}`,
  });
}

function makeParameters(
  definitions: ParameterDefinitions,
  layerName: string,
): Readonly<Record<string, Parameter>> {
  return mapValues(
    definitions,
    ({ shape, trainable = true }, name) => new Parameter({ name: `${layerName}.${name}`, shape, trainable }),
  );
}

function makeInitializers(
  definitions: ParameterDefinitions,
  layerName: string,
): Readonly<Record<string, Initializer>> {
  return mapValues(definitions, ({ shape, value }, name) =>
    toInitializer(value, shape, `parameter ${layerName}.${name}`),
  );
}

function variablesOf(parameters: Readonly<Record<string, Parameter>>): LayerVariables {
  return mapValues(parameters, ({ variable }) => variable);
}

/** The record with its values mapped, those left out that are undefined. */
function mapValues<In, Out>(
  record: Readonly<Record<string, In | undefined>>,
  map: (value: In, name: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, map(value, name)]],
    ),
  );
}
