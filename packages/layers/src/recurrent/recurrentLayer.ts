import { dense, type GateActivation, OptionError, type RecurrenceAttrs, ShapeError } from '@neutype/core';
import { add, fill, reshape, slice, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { lecunNormal } from '../initializers/lecunNormal.js';
import type { InitialValue } from '../initialValue.js';
import { sequenceShape } from '../kinds/sequenceShape.js';
import { type Layer, mergingLayer, type ParameterDefinition, type ParameterDefinitions } from '../layer.js';
import { presentSteps } from '../presentSteps.js';
import { formatBatchShape, type Shape } from '../shape.js';
import type { RecurrentOptions } from './options.js';

/** What sets one recurrent layer apart from another. */
export interface Cell<Options extends RecurrentOptions> {
  readonly kind: string;
  readonly units: number;
  readonly options: Options;
  /** In the order of their weights. */
  readonly activations: Readonly<Record<string, GateActivation>>;
  /** What a state consists of, hidden first: how each part begins, by the name of the parameter that has it. */
  readonly initialStates: Readonly<Record<string, InitialValue>>;
  /** Initial bias, of a layer that makes something of the option. */
  readonly bias: InitialValue | null;
  /** Numbers of one step that come out: `units`, unless more than the hidden state does. */
  readonly outputSize?: number;
  /** Parameters that no other recurrent layer has. */
  readonly parameters?: ParameterDefinitions;
  /** Options that a file must name, beside those of all. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What comes out of all steps, `[batch, time, outputSize]`. */
  run(given: CellInputs): Tensor;
}

/** What a cell computes from. */
export interface CellInputs {
  /** What comes of the inputs: `[batch, time, gates · units]`. */
  readonly z: Tensor;
  readonly hiddenWeight: Tensor;
  /** Before the first step: `[batch, units]` each. */
  readonly states: readonly Tensor[];
  /** 1 for steps, 0 for padding: `[batch, time]`. */
  readonly mask: Tensor;
  readonly parameters: Variables;
  readonly attrs: RecurrenceAttrs;
}

type Variables = Readonly<Record<string, Variable | undefined>>;

/** How to make a recurrent layer once more with other options, for `bidirectional`. */
const REMAKE = new WeakMap<Layer, (options: RecurrentOptions) => Layer>();

/** The same layer with some options changed; `undefined` for what is no recurrent layer. */
export function remade(layer: Layer, options: RecurrentOptions): Layer | undefined {
  return REMAKE.get(layer)?.(options);
}

/** The layer of a cell. `make` makes it from options. */
export function recurrentLayer<Options extends RecurrentOptions>(
  cell: Cell<Options>,
  make: (options: Options) => Layer,
): Layer {
  const { kind, units, options, outputSize = units } = cell;
  const { returnSequences = false, backwards = false, maskValue, gradientClip = 0 } = options;
  const made = mergingLayer({
    kind,
    name: options.name,
    fewestInputs: 1,
    replayable: true,
    outputs: 'numbers',
    settings: { ...cell.settings, ...settingsOf(cell) },
    outputShape: (shapes, where) => {
      const [time] = checkInputs(cell, shapes, where);
      return returnSequences ? [time, outputSize] : [outputSize];
    },
    parameters: (shapes) => parametersOf(cell, shapes),
    forward: ([x, state]: readonly Tensor[], parameters: Variables) => {
      const { inputWeight, hiddenWeight, bias } = parameters;
      const [batch, time] = (x as Tensor).shape as [number, number, number];
      const y = cell.run({
        z: projected(x as Tensor, inputWeight as Tensor, bias),
        hiddenWeight: hiddenWeight as Tensor,
        states: statesBefore(cell, batch, state, parameters),
        mask: maskValue === undefined ? fill([batch, time], 1) : presentSteps(x as Tensor, maskValue),
        parameters,
        attrs: { activations: Object.values(cell.activations), backwards, clip: gradientClip },
      });
      return returnSequences ? y : stepAt(y, backwards ? 0 : time - 1);
    },
  });
  REMAKE.set(made, (others) => make({ ...options, ...others }));
  return made;
}

function settingsOf({
  units,
  options,
  bias,
  initialStates,
}: Cell<RecurrentOptions>): Record<string, unknown> {
  const { returnSequences = false, backwards = false, learnInitialState = false } = options;
  const { maskValue, gradientClip = 0 } = options;
  return {
    units,
    returnSequences,
    backwards,
    maskValue,
    learnInitialState,
    gradientClip,
    ...(bias === null && { bias }),
    ...initialStateSettings(initialStates),
  };
}

/** Of an initial state that is a parameter: any number but 0, for its values are in the parameter. */
function initialStateSettings(
  initialStates: Cell<RecurrentOptions>['initialStates'],
): Record<string, number> {
  const given = Object.entries(initialStates).filter(([, value]) => value !== 0);
  return Object.fromEntries(given.map(([name, value]) => [name, typeof value === 'number' ? value : 1]));
}

function checkInputs(
  cell: Cell<RecurrentOptions>,
  shapes: readonly Shape[],
  where: string,
): readonly [number] {
  const [sequence = [], state, ...others] = shapes;
  const [time] = sequenceShape(sequence, where);
  if (state === undefined) return [time];
  const most = Object.keys(cell.initialStates).length;
  const sizes = Array.from({ length: most }, (_, index) => (index + 1) * cell.units);
  if (state.length !== 1 || !sizes.includes(state[0] as number) || others.length > 0) {
    throw new ShapeError({
      where: `layer ${where}`,
      expected: `a sequence and, if it is given, the state before it: ${sizes.map((size) => `[?, ${size}]`).join(' or ')}`,
      received: shapes.map(formatBatchShape).join(' and '),
    });
  }
  const { initialHidden, learnInitialState } = cell.options;
  if (initialHidden === undefined && !learnInitialState) return [time];
  throw new OptionError({
    where: `layer ${where}`,
    expected: 'an initial state as its second input, or by its options',
    received: 'both',
    remedy: 'Leave out initialHidden and learnInitialState.',
  });
}

/** Gates of one cell. */
function gatesOf({ activations }: Cell<RecurrentOptions>): number {
  return Object.keys(activations).length;
}

function parametersOf(
  cell: Cell<RecurrentOptions>,
  [sequence, state]: readonly Shape[],
): ParameterDefinitions {
  const { units, options, bias } = cell;
  const { inputWeight = lecunNormal(), hiddenWeight = lecunNormal() } = options;
  const size = gatesOf(cell) * units;
  return {
    inputWeight: { shape: [sequence?.[1] as number, size], value: inputWeight },
    hiddenWeight: { shape: [units, size], value: hiddenWeight },
    bias: bias === null ? undefined : { shape: [size], value: bias },
    ...cell.parameters,
    ...initialStateParameters(cell, (state?.[0] ?? 0) / units),
  };
}

/** Those of parts of the state that do not come in; none for zeros that stay. */
function initialStateParameters(
  { units, options: { learnInitialState = false }, initialStates }: Cell<RecurrentOptions>,
  given: number,
): ParameterDefinitions {
  const parameters = Object.entries(initialStates).map(
    ([name, value], index): [string, ParameterDefinition | undefined] => {
      const isConstant = value === 0 && !learnInitialState;
      if (index < given || isConstant) return [name, undefined];
      return [name, { shape: [units], value, trainable: learnInitialState }];
    },
  );
  return Object.fromEntries(parameters);
}

/** The same product for every time step, all in one. */
function projected(x: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
  const [batch, time, features] = x.shape as [number, number, number];
  const product = dense(reshape(x, [batch * time, features]), weight, bias);
  return reshape(product, [batch, time, weight.shape[1] as number]);
}

function statesBefore(
  { units, initialStates }: Cell<RecurrentOptions>,
  batch: number,
  given: Tensor | undefined,
  parameters: Variables,
): Tensor[] {
  const count = (given?.shape[1] ?? 0) / units;
  return Object.keys(initialStates).map((name, index) => {
    if (index < count) return slice(given as Tensor, [0, index * units], [batch, units]);
    const zeros = fill([batch, units], 0);
    const initial = parameters[name];
    return initial === undefined ? zeros : add(zeros, initial);
  });
}

function stepAt(y: Tensor, step: number): Tensor {
  const [batch, , size] = y.shape as [number, number, number];
  return reshape(slice(y, [0, step, 0], [batch, 1, size]), [batch, size]);
}
