import {
  type ForwardContext,
  type FusedActivation,
  OptionError,
  type OutputKind,
  Parameter,
  ShapeError,
} from '@neutype/core';
import { checkCount, shown } from '@neutype/errors';
import { formatShape, sizeOf } from '@neutype/ndarray';
import type { Random } from '@neutype/random';
import type { Tensor } from '@tensorflow/tfjs-core';
import { filled } from './filled.js';
import type { Initializer } from './initializers/initializer.js';
import { toInitializer } from './initialValue.js';
import type {
  Layer,
  LayerForward,
  LayerVariables,
  ParameterDefinition,
  ParameterDefinitions,
} from './layer.js';
import { checkOutput, inLayer } from './layerErrors.js';
import { nextName } from './names.js';
import { grouped, isShape, type Shape, shownShape } from './shape.js';

/** A layer in its place: named, its shapes known, its parameters made. */
export interface PlacedLayer {
  readonly name: string;
  readonly kind: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly replayable: boolean;
  readonly outputActivation: 'softmax' | 'sigmoid' | undefined;
  /** What comes out: `'same'` for the values that come in, `undefined` where nobody knows. */
  readonly outputs: OutputKind | 'same' | undefined;
  /** The fewest samples that it can be trained on at a time. */
  readonly smallestBatch: number;
  /** What there is to know of it beside its parameters: `{ epsilon: 1e-5, … }`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Gives the parameters that have no values yet their initial ones. */
  initialize(random: Random): void;
  forward(x: Tensor, context: ForwardContext): Tensor;
  /** Which activation it is, if it is one and nothing else. */
  readonly activation: FusedActivation | undefined;
  /** The layer together with an activation behind it, where it can compute the two at once. */
  readonly forwardWith: ((activation: FusedActivation) => PlacedLayer['forward']) | undefined;
  /** The same up to, and without, the final softmax or sigmoid. */
  forwardLogits(x: Tensor, context: ForwardContext): Tensor;
}

/** Gives a layer its place behind `inputShape`, in a network where `taken` names are in use. */
export function placeLayer(
  { definition }: Layer,
  inputShape: Shape,
  taken: ReadonlySet<string>,
): PlacedLayer {
  const name = definition.name ?? nextName(definition.kind, taken);
  if (taken.has(name)) {
    throw new OptionError({
      where: `layer ${name}`,
      expected: 'a name that no other layer of the network has',
      received: `name: '${name}' a second time`,
      remedy: 'Choose another name, or leave the name out and the layer gets one.',
    });
  }
  const outputShape = inLayer(name, () => definition.outputShape?.(inputShape, name)) ?? inputShape;
  checkShape(outputShape, `layer ${name}, outputShape`);
  checkPassesOn(definition, name, inputShape, outputShape);
  const definitions = inLayer(name, () => definition.parameters?.(inputShape, name)) ?? {};
  for (const [parameter, defined] of Object.entries(definitions)) {
    if (defined !== undefined) checkParameter(defined, `layer ${name}, ${parameter}`);
  }
  const parameters = makeParameters(definitions, name);
  const initializers = makeInitializers(definitions, name);
  const run = (forward: LayerForward) => (x: Tensor, context: ForwardContext) => {
    const variables = variablesOf(parameters);
    return inLayer(name, () => {
      const y = forward(x, variables, { ...context, name });
      return checkOutput(y, name, [x.shape[0] as number, ...outputShape]);
    });
  };
  const forward = run(definition.forward);
  const { forwardWith } = definition;
  return {
    name,
    kind: definition.kind,
    inputShape,
    outputShape,
    parameters,
    replayable: definition.replayable ?? false,
    outputActivation: definition.logits?.activation,
    outputs: definition.outputs,
    smallestBatch: smallestBatchOf(definition, name, inputShape),
    settings: definition.settings ?? {},
    initialize: (random) => {
      for (const [parameterName, parameter] of Object.entries(parameters)) {
        if (parameter.initialized) continue;
        const source = random.split(name).split(parameterName);
        parameter.write(filled(parameter, initializers[parameterName] as Initializer, source));
      }
    },
    forward,
    activation: definition.activation,
    forwardWith: forwardWith && ((activation) => run(forwardWith(activation))),
    forwardLogits: definition.logits ? run(definition.logits.forward) : forward,
  };
}

function smallestBatchOf({ smallestBatch }: Layer['definition'], name: string, inputShape: Shape): number {
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
