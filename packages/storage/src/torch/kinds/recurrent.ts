import type { Parameter } from '@neutype/core';
import { DataError } from '@neutype/errors';
import type { PlacedLayer } from '@neutype/layers';
import { NdArray, type TypedArray } from '@neutype/ndarray';
import { call, number, option } from '../python.js';
import { arrayOf, asItIs, mappedModule, type TorchModule, type Values } from '../torchModule.js';
import {
  expressionStep,
  parameterOf,
  refused,
  type Step,
  type Taken,
  type Translator,
} from '../translation.js';

/** Recurrent layers, in one direction. */
export const RECURRENT: Readonly<Record<string, Translator>> = {
  'simple-rnn': { needs: () => 'last', translate: (taken) => ({ steps: recurrent(taken) }) },
  lstm: { needs: () => 'last', translate: (taken) => ({ steps: recurrent(taken) }) },
  gru: { needs: () => 'last', translate: (taken) => ({ steps: recurrent(taken) }) },
};

const MODULES: Readonly<Record<string, { readonly name: string; readonly gates: number }>> = {
  'simple-rnn': { name: 'nn.RNN', gates: 1 },
  lstm: { name: 'nn.LSTM', gates: 4 },
  gru: { name: 'nn.GRU', gates: 3 },
};

const USUAL_ACTIVATIONS: Readonly<Record<string, string>> = {
  'simple-rnn': 'tanh',
  lstm: 'sigmoid,sigmoid,tanh,sigmoid',
  gru: 'sigmoid,sigmoid,tanh',
};

function recurrent(taken: Taken): readonly Step[] {
  const { layer, settings } = taken;
  const units = unitsOf(layer);
  const cell = withoutDirection(layer);
  const { states, initial } = statesOf(layer, units);
  const backwards = settings['backwards'] === true;
  const returnSequences = settings['returnSequences'] === true;
  const cells = settings['returnCell'] === true;
  const maskValue = settings['maskValue'];
  const isStepped = typeof maskValue === 'number' || cells;
  const main = initial.length === 0 ? '' : 'cell';
  const step: Step = {
    modules: [{ ...cell, part: main }, ...initial],
    helpers: isStepped ? ['recur'] : [],
    call: (xs, self) => {
      const x = backwards ? `${xs[0]}.flip(1)` : (xs[0] as string);
      const state = states(xs, self, isStepped);
      if (!isStepped) return `${call(self(main), x, state)}[0]`;
      const mask = typeof maskValue === 'number' ? `mask=${number(maskValue)}` : undefined;
      return call('recur', self(main), x, state, mask, cells ? 'cells=True' : undefined);
    },
  };
  if (!returnSequences) return [step, expressionStep((y) => `${y}[:, -1]`)];
  return backwards ? [step, expressionStep((y) => `${y}.flip(1)`)] : [step];
}

/**
 * A layer in both directions, as PyTorch has it in one module.
 *
 * @param merge the layer that puts the two together
 */
export function bidirectionalSteps(
  forwards: PlacedLayer,
  backwards: PlacedLayer,
  merge: PlacedLayer,
): readonly Step[] {
  const units = unitsOf(forwards);
  const [one, other] = [withoutDirection(forwards), withoutDirection(backwards)];
  const module = bothDirections(one, other);
  const both: Step = { modules: [module], call: ([x], self) => `${self('')}(${x})[0]` };
  const isSequence = forwards.settings['returnSequences'] === true;
  const halves = (y: string): readonly [string, string] =>
    isSequence
      ? [`${y}[..., :${units}]`, `${y}[..., ${units}:]`]
      : [`${y}[:, -1, :${units}]`, `${y}[:, 0, ${units}:]`];
  if (merge.kind === 'concatenate' && isSequence) return [both];
  return [both, expressionStep((y) => merged(merge.kind, halves(y)))];
}

function merged(kind: string, [one, other]: readonly [string, string]): string {
  if (kind === 'concatenate') return `torch.cat([${one}, ${other}], -1)`;
  if (kind === 'multiply') return `${one} * ${other}`;
  return kind === 'add' ? `${one} + ${other}` : `(${one} + ${other}) / 2`;
}

/** Whether two layers are the directions of one of PyTorch's. */
export function areDirections(one: PlacedLayer, other: PlacedLayer): boolean {
  const plain = [one, other].every(
    ({ inputs, parameters, settings }) =>
      inputs.length === 1 &&
      settings['maskValue'] === undefined &&
      settings['returnCell'] !== true &&
      parameters['initialHidden'] === undefined &&
      parameters['initialCell'] === undefined,
  );
  return (
    plain &&
    one.kind in MODULES &&
    one.kind === other.kind &&
    one.inputs[0] === other.inputs[0] &&
    one.settings['backwards'] !== true &&
    other.settings['backwards'] === true &&
    Object.values(one.parameters)[0]?.source !== Object.values(other.parameters)[0]?.source &&
    ['returnSequences', 'updateGate'].every((name) => one.settings[name] === other.settings[name]) &&
    Object.keys(withoutDirection(one).tensors).join() ===
      Object.keys(withoutDirection(other).tensors).join() &&
    unitsOf(one) === unitsOf(other)
  );
}

function bothDirections(one: TorchModule, other: TorchModule): TorchModule {
  const reversed = (values: Values): Values => renamed(values, (name) => `${name}${REVERSE}`);
  const ofOther = (values: Values): Values =>
    renamed(Object.fromEntries(Object.entries(values).filter(([name]) => name.endsWith(REVERSE))), (name) =>
      name.slice(0, -REVERSE.length),
    );
  return {
    part: '',
    code: one.code.replace('batch_first=True', 'batch_first=True, bidirectional=True'),
    parameters: { ...one.parameters, ...renamed(other.parameters, (name) => `${name}${REVERSE}`) },
    tensors: { ...one.tensors, ...renamed(other.tensors, (name) => `${name}${REVERSE}`) },
    write: (own) => ({ ...one.write(own), ...reversed(other.write(ofOther(own))) }),
    read: (theirs) => ({ ...one.read(theirs), ...reversed(other.read(ofOther(theirs))) }),
  };
}

const REVERSE = '_reverse';

function renamed<Value>(
  record: Readonly<Record<string, Value>>,
  rename: (name: string) => string,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [rename(name), value]));
}

function unitsOf(layer: PlacedLayer): number {
  return parameterOf(layer, 'hiddenWeight').shape[0] as number;
}

/** The module of a cell: its weights, transposed, and two biases where we have one. */
function withoutDirection(layer: PlacedLayer): TorchModule {
  checkCell(layer);
  const { name, gates } = MODULES[layer.kind] as (typeof MODULES)[string];
  const { bias, hiddenBias } = layer.parameters;
  const [inputWeight, hiddenWeight] = [parameterOf(layer, 'inputWeight'), parameterOf(layer, 'hiddenWeight')];
  const units = unitsOf(layer);
  const features = inputWeight.shape[0] as number;
  const hasBias = bias !== undefined || hiddenBias !== undefined;
  const negated = layer.kind === 'gru' && layer.settings['updateGate'] !== 'keeps';
  const turn = (array: NdArray<TypedArray>): NdArray<TypedArray> =>
    negated ? withUpdateNegated(array, units) : array;
  const size = gates * units;
  const biases: Record<string, Parameter> = {
    ...(bias && { bias }),
    ...(hiddenBias && { hiddenBias }),
  };
  return {
    part: '',
    code: call(
      name,
      `${features}`,
      `${units}`,
      option(
        'nonlinearity',
        `"${activationsOf(layer)}"`,
        layer.kind === 'simple-rnn' ? '"tanh"' : `"${activationsOf(layer)}"`,
      ),
      hasBias ? undefined : 'bias=False',
      'batch_first=True',
    ),
    parameters: {
      inputWeight,
      hiddenWeight,
      ...biases,
    },
    tensors: {
      weight_ih_l0: [size, features],
      weight_hh_l0: [size, units],
      ...(hasBias && { bias_ih_l0: [size], bias_hh_l0: [size] }),
    },
    write: (own) => ({
      weight_ih_l0: turn(arrayOf(own, 'inputWeight').transpose(1, 0)),
      weight_hh_l0: turn(arrayOf(own, 'hiddenWeight').transpose(1, 0)),
      ...(hasBias && {
        bias_ih_l0: bias ? turn(arrayOf(own, 'bias')) : zeros(size),
        bias_hh_l0: hiddenBias ? turn(arrayOf(own, 'hiddenBias')) : zeros(size),
      }),
    }),
    read: (theirs) => ({
      inputWeight: turn(arrayOf(theirs, 'weight_ih_l0')).transpose(1, 0),
      hiddenWeight: turn(arrayOf(theirs, 'weight_hh_l0')).transpose(1, 0),
      ...(hasBias &&
        readBiases(layer, turn(arrayOf(theirs, 'bias_ih_l0')), turn(arrayOf(theirs, 'bias_hh_l0')))),
    }),
  };
}

/** Two biases that are only ever added are one; those of a gru's new state are not. */
function readBiases(layer: PlacedLayer, ofInput: NdArray<TypedArray>, ofHidden: NdArray<TypedArray>): Values {
  const { bias, hiddenBias } = layer.parameters;
  if (bias && hiddenBias) return { bias: ofInput, hiddenBias: ofHidden };
  const apart = layer.kind === 'gru' ? ofInput.size - unitsOf(layer) : ofInput.size;
  const lacking = bias ? ofHidden : ofInput;
  if (lacking.data.subarray(apart).some((value) => value !== 0)) {
    throw new DataError({
      where: `layer ${layer.name}`,
      expected: `a ${bias ? 'bias_hh_l0' : 'bias_ih_l0'} of 0 for the new state, for the layer has one bias`,
      received: 'other numbers',
      remedy: 'Make the layer with both: gru(units, { bias: 0, hiddenBias: 0 }).',
    });
  }
  const sum = Float32Array.from(
    ofInput.data as ArrayLike<number>,
    (value, at) => value + Number(ofHidden.data[at]),
  );
  return { [bias ? 'bias' : 'hiddenBias']: new NdArray(sum, ofInput.shape) };
}

function zeros(size: number): NdArray {
  return new NdArray(new Float32Array(size), [size]);
}

/** An update gate that replaces is 1 less one that keeps: the sigmoid of the opposite. The second third is the gate's. */
function withUpdateNegated(array: NdArray<TypedArray>, units: number): NdArray<TypedArray> {
  const row = array.size / (3 * units);
  const data = array.data.slice();
  for (let at = units * row; at < 2 * units * row; at++) data[at] = -(data[at] as number);
  return new NdArray(data, array.shape);
}

function activationsOf({ settings, kind }: PlacedLayer): string {
  const { activation, activations } = settings;
  if (typeof activation === 'string') return activation;
  const usual = USUAL_ACTIVATIONS[kind] as string;
  if (typeof activations !== 'object' || activations === null) return usual;
  const names = kind === 'simple-rnn' ? ['activation'] : kind === 'gru' ? GRU_GATES : LSTM_GATES;
  const given = activations as Readonly<Record<string, string>>;
  return names.map((name, at) => given[name] ?? usual.split(',')[at]).join();
}

const GRU_GATES = ['reset', 'update', 'hidden'];
const LSTM_GATES = ['input', 'forget', 'cell', 'output'];

function checkCell(layer: PlacedLayer): void {
  if (layer.parameters['inputPeephole'] !== undefined) throw refused(layer, `${layer.kind} with peepholes`);
  if (layer.settings['resetGate'] === 'before') {
    throw refused(layer, "gru with resetGate: 'before', while PyTorch's resets after the product");
  }
  const activations = activationsOf(layer);
  const known = layer.kind === 'simple-rnn' ? ['tanh', 'relu'] : [USUAL_ACTIVATIONS[layer.kind]];
  if (!known.includes(activations)) {
    throw refused(layer, `${layer.kind} with the activations ${activations.split(',').join(', ')}`);
  }
}

type States = (
  xs: readonly string[],
  self: (part: string) => string,
  isStepped: boolean,
) => string | undefined;

/** The state before the first step, as an expression, and the modules that hold what is learned of it. */
function statesOf(
  layer: PlacedLayer,
  units: number,
): { readonly states: States; readonly initial: readonly TorchModule[] } {
  const names = layer.kind === 'lstm' ? ['initialHidden', 'initialCell'] : ['initialHidden'];
  const initial = names.flatMap((name) => {
    const parameter = layer.parameters[name];
    const code = `nn.ParameterDict({"value": nn.Parameter(torch.zeros(${units}))})`;
    return parameter ? [mappedModule(code, [asItIs('value', parameter)], partOf(name))] : [];
  });
  const given = (layer.inputShapes[1]?.[0] ?? 0) / units;
  return {
    initial,
    states: (xs, self, isStepped) => {
      if (initial.length === 0 && given === 0 && !isStepped) return undefined;
      const parts = names.map((name, at) => {
        if (at < given) return `${stateSlice(xs[1] as string, at, given, units)}.unsqueeze(0).contiguous()`;
        if (layer.parameters[name] === undefined) return `${xs[0]}.new_zeros(1, len(${xs[0]}), ${units})`;
        return `${self(partOf(name))}["value"].expand(1, len(${xs[0]}), -1).contiguous()`;
      });
      return parts.length === 1 ? parts[0] : `(${parts.join(', ')})`;
    },
  };
}

function stateSlice(state: string, at: number, given: number, units: number): string {
  return given === 1 ? state : `${state}[:, ${at * units}:${(at + 1) * units}]`;
}

function partOf(name: string): string {
  return name === 'initialCell' ? 'initial_cell' : 'initial_hidden';
}
