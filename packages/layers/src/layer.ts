import type { ForwardContext, FusedActivation, OutputKind } from '@neutype/core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { checkDefinition, checkMergingDefinition } from './checkDefinition.js';
import type { InitialValue } from './initialValue.js';
import type { Shape } from './shape.js';
import type { Takes } from './takes.js';

/** Another last size; the others stay. */
export interface LastSize<Size extends number> {
  readonly lastSize: Size;
}

/** The axes of a sample in another order, from 1 on. */
export interface AxisOrder {
  readonly axes: readonly number[];
}

/** A new first axis of this size. */
export interface NewAxis {
  readonly newAxis: number;
}

/** A new last axis of this size. */
export interface NewLastAxis {
  readonly newLastAxis: number;
}

/**
 * What a layer does to a shape, as far as the type system follows it: gives a known one, or keeps what comes. `'resized'`
 * keeps the number of axes and the size of the last one, `'pooled'` the last axis alone. Of layers with several inputs, `'merged'` gives the shape that all
 * of them have, and `'concatenated'` one that differs along the last axis.
 */
export type ShapeRule =
  | Shape
  | LastSize<number>
  | 'same'
  | 'resized'
  | 'pooled'
  | 'merged'
  | 'concatenated'
  | AxisOrder
  | NewAxis
  | NewLastAxis;

/** One parameter of a layer, before it has values. */
export interface ParameterDefinition {
  readonly shape: Shape;
  /** A number for all elements, all values, or an initializer such as `heNormal()`. */
  readonly value: InitialValue;
  /** Whether the optimizer changes it; `true` by default. */
  readonly trainable?: boolean;
}

/** The parameters of a layer by names of its own choice; `undefined` for one that it goes without. */
export type ParameterDefinitions = Readonly<Record<string, ParameterDefinition | undefined>>;

/** The values of those parameters while the layer computes. */
export type LayerVariables<Definitions extends ParameterDefinitions = ParameterDefinitions> = {
  readonly [Name in keyof Definitions]: undefined extends Definitions[Name] ? Variable | undefined : Variable;
};

/** What a layer finds around it while it computes. */
export interface LayerContext extends ForwardContext {
  /** The layer's name in its network. */
  readonly name: string;
}

/** Computes a layer's output, `[batch, ...outputShape]`, from its input, `[batch, ...inputShape]`. */
export type LayerForward<Definitions extends ParameterDefinitions = ParameterDefinitions> = (
  x: Tensor,
  parameters: LayerVariables<Definitions>,
  context: LayerContext,
) => Tensor;

/** All that there is to know of a layer before it has a place in a network. */
export interface LayerDefinition<Definitions extends ParameterDefinitions = ParameterDefinitions> {
  /** One input, as of all layers but those that `mergingLayer` makes. */
  readonly inputs?: 'one';
  /** What it is called in tables and, with a number, in its network: `relu` becomes `relu-1`. */
  readonly kind: string;
  /** A name of its own instead. */
  readonly name?: string | undefined;
  /** Shape of the output, batch left out; throws where the input does not fit. Without it the shape stays. */
  readonly outputShape?: (inputShape: Shape, name: string) => Shape;
  /** Its parameters for an input of this shape. */
  readonly parameters?: (inputShape: Shape, name: string) => Definitions;
  readonly forward: LayerForward<Definitions>;
  /**
   * For a layer that ends in softmax or sigmoid: what it computes before that, from which a loss is taken more
   * exactly than from the probabilities.
   */
  readonly logits?: {
    readonly activation: 'softmax' | 'sigmoid';
    readonly forward: LayerForward<Definitions>;
  };
  /**
   * What comes out. `'same'`, for the values that come in, at most in another shape: whatever is known of those, and a
   * loss that is taken from what goes into an activation before, then holds behind this layer too. Unknown by default;
   * a loss that expects probabilities then looks at the first outputs.
   */
  readonly outputs?: OutputKind | 'same';
  /** For a layer that is an activation and nothing else: which. */
  readonly activation?: FusedActivation;
  /** The layer together with an activation behind it, where it can compute the two at once. */
  readonly forwardWith?: (activation: FusedActivation) => LayerForward<Definitions>;
  /**
   * For a layer that takes whole numbers from 0 as numbers of its rows: how many there are. Data that go into it
   * as they come into the network are held to it.
   */
  readonly indicesBelow?: number;
  /** The fewest samples that it can be trained on at a time, for an input of this shape. 1 by default. */
  readonly smallestBatch?: (inputShape: Shape) => number;
  /**
   * What a file must say of it beside its parameters, as plain values: `{ epsilon: 1e-5 }`. A layer without settings cannot
   * be saved; `{}` says that there is nothing to know.
   */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * Whether a training step may be recorded once and replayed: `forward` launches the same kernels with the same
   * settings each time and reads nothing back. Layers are not replayed unless they say so.
   */
  readonly replayable?: boolean;
}

/** What comes from two layers or more. */
export type Several<Value> = readonly [Value, Value, ...Value[]];

/** Computes the output of a layer with several inputs, `[batch, ...outputShape]`, from all of them. */
export type MergingForward<Definitions extends ParameterDefinitions = ParameterDefinitions> = (
  xs: Several<Tensor>,
  parameters: LayerVariables<Definitions>,
  context: LayerContext,
) => Tensor;

/** All that there is to know of a layer with several inputs, before it has a place in a network. */
export interface MergingDefinition<Definitions extends ParameterDefinitions = ParameterDefinitions>
  extends Pick<LayerDefinition, 'kind' | 'name' | 'settings' | 'replayable'> {
  readonly inputs: 'many';
  /** How few inputs it can do with: 2 by default, or 1. Its functions then get a list of one. */
  readonly fewestInputs?: 1 | 2;
  /** Shape of the output, batch left out; throws where the inputs do not fit together. */
  readonly outputShape: (inputShapes: Several<Shape>, name: string) => Shape;
  /** Its parameters for inputs of these shapes. */
  readonly parameters?: (inputShapes: Several<Shape>, name: string) => Definitions;
  readonly forward: MergingForward<Definitions>;
  /** What comes out. Unknown by default. */
  readonly outputs?: OutputKind;
}

/** A layer before it has a place in a network; networks give it a name, a shape and parameters. */
export interface Layer<Rule extends ShapeRule = ShapeRule, Taken extends Takes = Takes> {
  readonly definition: LayerDefinition | MergingDefinition;
  /** Set for a copy, which gets a number where its name is taken. */
  readonly isCopy?: boolean;
  /** Only for the type system: never set. */
  readonly shapeRule?: Rule;
  /** Only for the type system: never set. */
  readonly takes?: Taken;
}

/**
 * Makes a layer of your own.
 *
 * @throws OptionError for a definition without a kind or forward, or with a name or value in it that nobody knows
 *
 * @example A layer without parameters
 * ```ts
 * import { mul } from '@tensorflow/tfjs-core';
 * const double = () => layer({ kind: 'double', forward: (x) => mul(x, 2) });
 * const network = input(3).to(double(), relu(5));
 * ```
 *
 * @example A layer that learns one factor for each feature
 * ```ts
 * const scaled = () =>
 *   layer({
 *     kind: 'scaled',
 *     parameters: (inputShape) => ({ factor: { shape: inputShape.slice(-1), value: 1 } }),
 *     forward: (x, { factor }) => mul(x, factor),
 *   });
 * ```
 */
export function layer<
  const Definitions extends ParameterDefinitions = Record<never, never>,
  Rule extends ShapeRule = ShapeRule,
  Taken extends Takes = Takes,
>(definition: LayerDefinition<Definitions>): Layer<Rule, Taken> {
  checkDefinition(definition as unknown as LayerDefinition);
  return { definition: definition as unknown as LayerDefinition };
}

/**
 * Makes a layer of your own that takes two inputs or more.
 *
 * @throws OptionError for a definition without a kind, outputShape or forward, or with a name or value in it that
 * nobody knows
 *
 * @example The difference of two branches
 * ```ts
 * import { sub } from '@tensorflow/tfjs-core';
 * const difference = () =>
 *   mergingLayer({
 *     kind: 'difference',
 *     outputShape: ([first]) => first,
 *     forward: ([a, b]) => sub(a, b),
 *   });
 * const network = input(4).to(parallel(relu(3), linear(3)), difference());
 * ```
 */
export function mergingLayer<
  const Definitions extends ParameterDefinitions = Record<never, never>,
  Rule extends ShapeRule = ShapeRule,
  Taken extends Takes = Takes,
>(definition: Omit<MergingDefinition<Definitions>, 'inputs'>): Layer<Rule, Taken> {
  const whole = { ...definition, inputs: 'many' } as unknown as MergingDefinition;
  checkMergingDefinition(whole);
  return { definition: whole };
}
