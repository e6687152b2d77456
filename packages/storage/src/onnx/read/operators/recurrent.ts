import type { GateActivation } from '@neutype/core';
import { concatenate, crop, gru, type Layer, lastStep, lstm, simpleRnn } from '@neutype/layers';
import { type Axis, axisOf, BATCH, sizeOf } from '../atoms.js';
import { type Constant, countOf, onlyValue, permuted } from '../constant.js';
import type { NodeReading, Value } from '../node.js';
import type { Step, Values } from '../step.js';
import { type View, viewOf } from '../view.js';

interface Options {
  readonly returnSequences?: boolean;
  readonly returnCell?: boolean;
  readonly backwards?: boolean;
  readonly learnInitialState?: boolean;
}

/** How a recurrent operator is one of our layers. */
interface Cell {
  /** Where each of our gates stands among the file's. */
  readonly gates: readonly number[];
  /** Activations of one direction where nothing is said, by the file's names. */
  readonly activations: readonly string[];
  readonly make: (units: number, options: Options, given: CellGiven) => Layer;
  readonly values: (given: CellGiven) => Values;
}

/** The weights of one direction. */
interface CellGiven {
  readonly units: number;
  readonly inputWeight: Float32Array;
  readonly hiddenWeight: Float32Array;
  readonly inputBias: Float32Array | undefined;
  readonly hiddenBias: Float32Array | undefined;
  readonly peepholes: Float32Array | undefined;
  readonly activations: readonly GateActivation[];
  /** Whether a GRU's reset gate acts before the product with the state, as it does unless the node says otherwise. */
  readonly resetsBefore: boolean;
}

const CELLS: Readonly<Record<string, Cell>> = {
  RNN: {
    gates: [0],
    activations: ['Tanh'],
    make: (units, options, { activations: [activation = 'tanh'], inputBias }) =>
      simpleRnn(units, {
        ...options,
        ...(activation !== 'tanh' && { activation }),
        ...(inputBias === undefined && { bias: null }),
      }),
    values: (given) => ({ ...weightsOf(given), ...summedBias(given) }),
  },
  GRU: {
    gates: [1, 0, 2],
    activations: ['Sigmoid', 'Tanh'],
    make: (units, options, { activations, inputBias, resetsBefore }) => {
      const [gate = 'sigmoid', hidden = 'tanh'] = activations;
      const isUsual = gate === 'sigmoid' && hidden === 'tanh';
      return gru(units, {
        updateGate: 'keeps',
        ...(resetsBefore && { resetGate: 'before' }),
        ...(inputBias === undefined ? { bias: null } : !resetsBefore && { hiddenBias: 0 }),
        ...options,
        ...(!isUsual && { activations: { reset: gate, update: gate, hidden } }),
      });
    },
    values: (given) => ({
      ...weightsOf(given),
      ...(given.resetsBefore ? summedBias(given) : bothBiases(given)),
    }),
  },
  LSTM: {
    gates: [0, 2, 3, 1],
    activations: ['Sigmoid', 'Tanh', 'Tanh'],
    make: (units, options, { activations: [gate = 'sigmoid', cell = 'tanh'], inputBias, peepholes }) => {
      const isUsual = gate === 'sigmoid' && cell === 'tanh';
      return lstm(units, {
        ...options,
        ...(inputBias === undefined && { bias: null }),
        ...(peepholes !== undefined && { peepholes: true }),
        ...(!isUsual && { activations: { input: gate, forget: gate, output: gate, cell } }),
      });
    },
    values: (given) => ({ ...weightsOf(given), ...summedBias(given), ...peepholesOf(given) }),
  },
};

function weightsOf({ inputWeight, hiddenWeight }: CellGiven): Values {
  return { inputWeight, hiddenWeight };
}

function bothBiases({ inputBias, hiddenBias }: CellGiven): Values {
  return inputBias === undefined ? {} : { bias: inputBias, hiddenBias: hiddenBias! };
}

function summedBias({ inputBias, hiddenBias }: CellGiven): Values {
  return inputBias === undefined ? {} : { bias: inputBias.map((value, at) => value + hiddenBias![at]!) };
}

/** The file has those of the input, output and forget gates. */
function peepholesOf({ peepholes, units }: CellGiven): Values {
  if (peepholes === undefined) return {};
  const [inputPeephole, outputPeephole, forgetPeephole] = [0, 1, 2].map((gate) =>
    peepholes.slice(gate * units, (gate + 1) * units),
  );
  return { inputPeephole: inputPeephole!, outputPeephole: outputPeephole!, forgetPeephole: forgetPeephole! };
}

const DIRECTIONS: Readonly<Record<string, readonly boolean[]>> = {
  forward: [false],
  reverse: [true],
  bidirectional: [false, true],
};

/** RNN, GRU or LSTM: all states, the last ones, and the last cells. */
export function recurrent(node: NodeReading): readonly Value[] {
  const { attributes, trunk, operator } = node;
  const cell = CELLS[operator]!;
  const directions = DIRECTIONS[attributes.text('direction', 'forward')];
  if (directions === undefined) throw node.error('a direction', attributes.text('direction', ''));
  checkPlain(node);
  const x = trunk.settled(node.view(0));
  const isBatchFirst = attributes.int('layout', 0) === 1;
  const [time, features] = [x.axes[isBatchFirst ? 1 : 0], x.axes[2]];
  if (x.axes.length !== 3 || time === undefined || features === undefined)
    throw node.error('sequences of three axes');
  checkLengths(node, sizeOf(time));
  const from = trunk.arranged(x, [[BATCH], time, features]);
  const all = directions.map((backwards, direction) => ({
    backwards,
    given: cellOf(node, cell, direction, from.shape[1]!),
  }));
  const states = statesOf(
    node,
    all.map(({ given }) => given.units),
  );
  const added = (options: Options): readonly Step[] =>
    all.map(({ backwards, given }, direction) => {
      const { inputs, values } = states[direction]!;
      const learned = Object.keys(values).length > 0;
      const own = {
        ...options,
        ...(backwards && { backwards }),
        ...(learned && { learnInitialState: true }),
      };
      return trunk.add({
        layer: cell.make(given.units, own, given),
        inputs: [from, ...inputs],
        values: { ...cell.values(given), ...values },
      });
    });
  const layout: Layout = { isBatchFirst, time, units: all[0]!.given.units, count: directions.length };
  if (node.isUsed(2)) return withCells(node, added, layout);
  if (!node.isUsed(0)) return [x, lastStates(node, added({}), layout)]; // nobody takes the first
  const sequences = added({ returnSequences: true });
  const outputs: Value[] = [sequencesOf(node, sequences, layout)];
  if (node.isUsed(1))
    outputs.push(
      lastStates(
        node,
        sequences.map((step, at) => endOf(node, step, directions[at]!)),
        layout,
      ),
    );
  return outputs;
}

interface Layout {
  readonly isBatchFirst: boolean;
  readonly time: Axis;
  readonly units: number;
  /** How many directions. */
  readonly count: number;
}

function together(node: NodeReading, steps: readonly Step[]): Step {
  return steps.length === 1 ? steps[0]! : node.trunk.add({ layer: concatenate(), inputs: steps });
}

function sequencesOf(
  node: NodeReading,
  steps: readonly Step[],
  { isBatchFirst, time, units, count }: Layout,
): View {
  const [direction, unit] = [axisOf(count), axisOf(units)];
  const placed = [[BATCH], time, [...direction, ...unit]];
  const axes = isBatchFirst ? [[BATCH], time, direction, unit] : [time, direction, [BATCH], unit];
  return viewOf(together(node, steps), placed, axes);
}

function lastStates(node: NodeReading, steps: readonly Step[], { isBatchFirst, units, count }: Layout): View {
  const [direction, unit] = [axisOf(count), axisOf(units)];
  const axes = isBatchFirst ? [[BATCH], direction, unit] : [direction, [BATCH], unit];
  return viewOf(together(node, steps), [[BATCH], [...direction, ...unit]], axes);
}

/** The step at which a direction has seen everything. */
function endOf({ trunk }: NodeReading, step: Step, backwards: boolean): Step {
  if (!backwards) return trunk.add({ layer: lastStep(), inputs: [step] });
  const [time, units] = step.shape as [number, number];
  return trunk.reshapedTo(trunk.add({ layer: crop([[0, time - 1]]), inputs: [step] }), [units]);
}

/** The last states and cells; all states cannot be had beside them. */
function withCells(
  node: NodeReading,
  added: (options: Options) => readonly Step[],
  layout: Layout,
): readonly Value[] {
  if (node.isUsed(0) || layout.count > 1) {
    throw node.error('its cells to be taken without all states, in one direction', 'both');
  }
  const [step] = added({ returnCell: true });
  const [two, unit] = [axisOf(2), axisOf(layout.units)];
  const { isBatchFirst } = layout;
  const whole = viewOf(step!, [[BATCH], [...two, ...unit]], [two, [BATCH], unit]);
  const half = (at: number): View => {
    const part = halfOf(node, whole, at, layout.units);
    return viewOf(part, [[BATCH], unit], isBatchFirst ? [[BATCH], [], unit] : [[], [BATCH], unit]);
  };
  return [whole, half(0), half(1)];
}

function halfOf({ trunk }: NodeReading, { step }: View, at: number, units: number): Step {
  const apart = trunk.reshapedTo(step, [2 * units, 1]);
  const sides: readonly [number, number] = at === 0 ? [0, units] : [units, 0];
  return trunk.reshapedTo(trunk.add({ layer: crop([sides]), inputs: [apart] }), [units]);
}

function checkPlain(node: NodeReading): void {
  const { attributes } = node;
  if (attributes.has('clip') && attributes.float('clip', 0) !== 0)
    throw node.error('no clip', `${attributes.float('clip', 0)}`);
  if (attributes.int('input_forget', 0) === 1) throw node.error('input_forget of 0', '1');
}

/** Sequences are read from their first step to their last. */
function checkLengths(node: NodeReading, time: number): void {
  const lengths = node.inputs[4];
  if (lengths === undefined || (lengths.kind === 'constant' && onlyValue(lengths) === time)) return;
  throw node.error('sequences of one length', 'lengths of their own');
}

/** What the states of one direction begin as: another layer's output, or parameters. */
interface Start {
  readonly inputs: readonly Step[];
  readonly values: Values;
}

const STATE_NAMES = ['initialHidden', 'initialCell'];

function statesOf(node: NodeReading, units: readonly number[]): readonly Start[] {
  const places = node.operator === 'LSTM' ? [5, 6] : [5];
  const given = places.map((place) => node.inputs[place]);
  const views = given.filter((value) => value?.kind === 'view');
  if (views.length > 0) return [computedStart(node, views, given.length, units)];
  const constants = given.map((value) => (value?.kind === 'constant' ? value : undefined));
  const areZeros = constants.every((value) => value === undefined || onlyValue(value) === 0);
  return units.map((count, direction) => {
    if (areZeros) return { inputs: [], values: {} };
    const values = constants.map((value, index): [string, Float32Array] => [
      STATE_NAMES[index]!,
      startOf(node, value, direction, units.length, count),
    ]);
    return { inputs: [], values: Object.fromEntries(values) };
  });
}

/** The part of one direction of `[directions, 1, units]`. */
function startOf(
  node: NodeReading,
  constant: Constant | undefined,
  direction: number,
  directions: number,
  units: number,
): Float32Array {
  const value = constant && onlyValue(constant);
  if (constant === undefined || value !== undefined) return new Float32Array(units).fill(value ?? 0);
  if (countOf(constant.sizes) !== directions * units) {
    throw node.error('an initial state that is the same for all samples', constant.sizes.join(' × '));
  }
  return Float32Array.from({ length: units }, (_, unit) => constant.data[direction * units + unit]!);
}

/** A state that another layer gives: of an LSTM, its cell behind it. */
function computedStart(
  node: NodeReading,
  views: readonly View[],
  wanted: number,
  units: readonly number[],
): Start {
  const { trunk } = node;
  if (units.length > 1 || views.length !== wanted) {
    throw node.error('computed initial states of one direction, with the cells', 'others');
  }
  const steps = views.map((given) => {
    const view = trunk.settled(given);
    const features = view.axes.flat().filter((atom) => atom !== BATCH);
    return trunk.arranged(view, [[BATCH], features]);
  });
  return { inputs: [together(node, steps)], values: {} };
}

function cellOf(node: NodeReading, cell: Cell, direction: number, features: number): CellGiven {
  const gates = cell.gates.length;
  const units = unitsOf(node, gates, direction, features);
  const part = (input: number, size: number): Float32Array => {
    const values = node.weights(input);
    const begin = direction * size;
    if (values.length < begin + size || countOf(node.constant(input).sizes) % size !== 0 || size === 0) {
      throw node.error(`${size} numbers for each direction`, `${values.length}`);
    }
    return values.subarray(begin, begin + size);
  };
  const matrix = (input: number, columns: number): Float32Array => {
    const own = part(input, gates * units * columns);
    return node.derived(node.weights(input), `gates ${direction} ${gates} ${units} ${columns}`, () =>
      permuted(inOrder(own, cell.gates, units * columns), [gates * units, columns], [1, 0]),
    );
  };
  const biases = node.has(3) ? part(3, 2 * gates * units) : undefined;
  const bias = (which: number): Float32Array | undefined =>
    biases && inOrder(biases.subarray(which * gates * units, (which + 1) * gates * units), cell.gates, units);
  const isPeeped = node.operator === 'LSTM' && node.has(7) && onlyValue(node.constant(7)) !== 0;
  return {
    units,
    inputWeight: matrix(1, features),
    hiddenWeight: matrix(2, units),
    inputBias: bias(0),
    hiddenBias: bias(1),
    peepholes: isPeeped ? part(7, 3 * units) : undefined,
    activations: activationsOf(node, cell, direction),
    resetsBefore: node.attributes.int('linear_before_reset', 0) !== 1,
  };
}

/** Units of a direction, once the weights are known to be for so many. */
function unitsOf(node: NodeReading, gates: number, direction: number, features: number): number {
  const [inputs, hidden] = [node.constant(1).sizes, node.constant(2).sizes];
  const units = hidden[2] ?? 0;
  const fits =
    units > 0 &&
    node.attributes.int('hidden_size', units) === units &&
    [inputs, hidden].every(([directions = 0, rows]) => directions > direction && rows === gates * units) &&
    inputs[2] === features;
  if (fits) return units;
  throw node.error(
    `weights for ${features} features, and as many units as hidden_size says`,
    `${inputs.join(' × ')} and ${hidden.join(' × ')}`,
  );
}

/** Gates in our order. */
function inOrder(values: Float32Array, gates: readonly number[], size: number): Float32Array {
  const ordered = new Float32Array(values.length);
  for (const [to, from] of gates.entries())
    ordered.set(values.subarray(from * size, (from + 1) * size), to * size);
  return ordered;
}

const GATE_NAMES: ReadonlyMap<string, GateActivation> = new Map([
  ['sigmoid', 'sigmoid'],
  ['tanh', 'tanh'],
  ['relu', 'relu'],
  ['affine', 'linear'],
  ['hardsigmoid', 'hardSigmoid'],
]);

function activationsOf(node: NodeReading, cell: Cell, direction: number): readonly GateActivation[] {
  const given = node.attributes.texts('activations');
  const count = cell.activations.length;
  const own = given?.slice(direction * count, (direction + 1) * count) ?? cell.activations;
  const names = own.map((name) => {
    const known = GATE_NAMES.get(name.toLowerCase());
    if (known !== undefined) return known;
    throw node.error(`activations among ${[...GATE_NAMES.keys()].join(', ')}`, name.slice(0, 40));
  });
  if (node.operator === 'LSTM' && names[2] !== 'tanh') throw node.error('tanh of the cells', `${names[2]}`);
  return names;
}
