import type { PlacedLayer } from '@neutype/layers';
import { ndarray } from '@neutype/ndarray';
import { firstBlocksExchanged } from '../../kerasConfig/arrays.js';
import { biasOf, inputOf } from './helpers.js';
import type { Config, Flow, Given, KerasWriter, Weights, WriteLayer } from './kerasWriter.js';

/** Recurrent layers. */
export const RECURRENT: Readonly<Record<string, WriteLayer>> = {
  'simple-rnn': alone,
  lstm: alone,
  gru: alone,
};

interface Cell {
  readonly className: string;
  readonly config: Config;
  readonly weights: Weights;
}

function alone(given: Given, writer: KerasWriter): Flow {
  const { backwards, returnSequences } = given.settings;
  if (backwards === true && returnSequences === true) {
    throw given.refused(
      'backwards with returnSequences, whose steps come out in reverse there',
      'Write bidirectional(…), or return the last step alone.',
    );
  }
  const { className, config, weights } = cellOf(given);
  const input = masked(given, writer);
  return writer.add(className, config, input, given.placed.outputShape, weights);
}

function masked(given: Given, writer: KerasWriter): Flow {
  const { maskValue, returnSequences } = given.settings;
  const input = inputOf(given);
  if (maskValue === undefined) return input;
  if (returnSequences === true) {
    throw given.refused(
      'a maskValue with returnSequences',
      'Return the last step alone, or leave the mask out.',
    );
  }
  return writer.add('Masking', { mask_value: maskValue }, input, input.shape);
}

function cellOf(given: Given): Cell {
  refuseOthers(given);
  const { backwards, returnSequences, units } = given.settings;
  const config = {
    units,
    use_bias: given.has('bias'),
    return_sequences: returnSequences,
    go_backwards: backwards,
    return_state: false,
    stateful: false,
    unroll: false,
  };
  const weights = {
    kernel: given.values('inputWeight'),
    recurrent_kernel: given.values('hiddenWeight'),
    ...biasOf(given),
  };
  if (given.placed.kind === 'simple-rnn') {
    const activation = gateName(given.settings['activation']);
    return { className: 'SimpleRNN', config: { ...config, activation }, weights };
  }
  if (given.placed.kind === 'gru') return gruOf(given, config, weights);
  const { cell, forget, input, output } = given.settings['activations'] as Record<string, string>;
  if (cell !== 'tanh' || forget !== input || output !== input) {
    throw given.refused(
      'other activations for different gates',
      'Take the same for all gates, and tanh for the cell.',
    );
  }
  const activations = { activation: 'tanh', recurrent_activation: gateName(input) };
  return { className: 'LSTM', config: { ...config, ...activations, unit_forget_bias: false }, weights };
}

/** tfjs's update gate comes first and keeps the state: of one that replaces it, what goes into the gate is negated. */
function gruOf(given: Given, config: Config, weights: Weights): Cell {
  const { activations, resetGate, units, updateGate } = given.settings;
  if (resetGate !== 'before') {
    throw given.refused(
      'a gru whose reset gate acts after the product with the state',
      "Make it with resetGate: 'before' and train it again, or take an lstm.",
    );
  }
  const { hidden, reset, update } = activations as Record<string, string>;
  if (reset !== update) {
    throw given.refused('other activations for different gates', 'Take the same for both gates.');
  }
  const replaces = updateGate !== 'keeps';
  if (replaces && !/sigmoid/i.test(update as string)) {
    throw given.refused(
      `an update gate of ${update} that replaces the state`,
      "Make it with updateGate: 'keeps'.",
    );
  }
  const arranged = Object.entries(weights).map(([name, values]): [string, Weights[string]] => [
    name,
    updateGateFirst(values, units as number, replaces),
  ]);
  const gates = { activation: gateName(hidden), recurrent_activation: gateName(update), reset_after: false };
  return { className: 'GRU', config: { ...config, ...gates }, weights: Object.fromEntries(arranged) };
}

function updateGateFirst(values: Weights[string], units: number, negated: boolean): Weights[string] {
  const { data, shape } = firstBlocksExchanged(values, 3);
  const turned = data.map((value, index) => (negated && index % (3 * units) < units ? -value : value));
  return ndarray(turned, shape);
}

function gateName(activation: unknown): unknown {
  return activation === 'hardSigmoid' ? 'hard_sigmoid' : activation;
}

/** What tfjs's recurrent layers do not have. */
function refuseOthers(given: Given): void {
  const { initialCell, initialHidden, learnInitialState, peepholes, returnCell } = given.settings;
  if (given.inputs.length > 1) throw given.refused('a state that comes in', 'Let it begin with zeros.');
  if (learnInitialState === true || initialHidden !== undefined || initialCell !== undefined) {
    throw given.refused(
      'an initial state other than zeros',
      'Leave initialHidden and learnInitialState out.',
    );
  }
  if (peepholes === true) throw given.refused('peepholes', 'Leave peepholes out.');
  if (returnCell === true) throw given.refused('cells that come out', 'Leave returnCell out.');
}

/** A recurrent layer, its twin that goes backwards, and what puts the two together. */
export interface Pair {
  readonly forward: PlacedLayer;
  readonly backward: PlacedLayer;
}

const MERGES: Readonly<Record<string, string>> = {
  concatenate: 'concat',
  add: 'sum',
  average: 'ave',
  multiply: 'mul',
};

/** Whether a merging layer and what comes into it are what `bidirectional` makes, and nobody else sees its parts. */
export function pairBefore(
  merge: PlacedLayer,
  layers: ReadonlyMap<string, PlacedLayer>,
  uses: ReadonlyMap<string, number>,
): Pair | undefined {
  const isMerge = MERGES[merge.kind] !== undefined && merge.inputs.length === 2;
  const [forward, backward] = merge.inputs.map((name) => layers.get(name));
  if (!isMerge || forward === undefined || backward === undefined) return undefined;
  const { axis } = merge.settings;
  if (axis !== undefined && axis !== -1) return undefined;
  const isTwin =
    Object.hasOwn(RECURRENT, forward.kind) &&
    forward.kind === backward.kind &&
    forward.settings['backwards'] === false &&
    backward.settings['backwards'] === true &&
    [forward, backward].every(({ name }) => uses.get(name) === 1) &&
    forward.inputs.length === 1 &&
    forward.inputs[0] === backward.inputs[0] &&
    sameButDirection(forward, backward);
  return isTwin ? { forward, backward } : undefined;
}

function sameButDirection({ settings }: PlacedLayer, other: PlacedLayer): boolean {
  return (
    JSON.stringify({ ...settings, backwards: null }) ===
    JSON.stringify({ ...other.settings, backwards: null })
  );
}

/** Both directions as one layer. */
export function bidirectional(merge: Given, forward: Given, backward: Given, writer: KerasWriter): Flow {
  const [ahead, back] = [cellOf(forward), cellOf(backward)];
  const input = masked(forward, writer);
  const { className, config } = ahead;
  return writer.add(
    'Bidirectional',
    {
      layer: { class_name: className, config: { ...config, name: 'layer', trainable: true } },
      merge_mode: MERGES[merge.placed.kind],
    },
    input,
    merge.placed.outputShape,
    { ...prefixed('forward_layer', ahead.weights), ...prefixed('backward_layer', back.weights) },
  );
}

function prefixed(prefix: string, weights: Weights): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, values]) => [`${prefix}/${name}`, values]));
}
