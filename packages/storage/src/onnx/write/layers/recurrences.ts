import type { Parameter } from '@neutype/core';
import type { PlacedLayer } from '@neutype/layers';
import type { GraphWriter } from '../graphWriter.js';
import type { LayerWriter, LayerWriters } from '../layerWriter.js';
import { choiceOf, isSet, maskValueOf } from '../settings.js';
import type { Value } from '../value.js';
import { ACTIVATION_NAMES, gateActivationsOf, resetsBefore } from './gates.js';
import { scanned } from './scannedRecurrence.js';
import { type Recurrence, recurrenceOf, statesBefore } from './states.js';

/** How ONNX's operator for a kind of cell has its weights. */
interface Operator {
  readonly type: 'RNN' | 'LSTM' | 'GRU';
  /** Which of our gates comes first, second, … there. */
  readonly order: readonly number[];
  /** Our gates whose activations it is told, for it has one for several. */
  readonly told: readonly number[];
  /** Our gates that have the same activation there as the first that it is told. */
  readonly alike: readonly number[];
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  'simple-rnn': { type: 'RNN', order: [0], told: [0], alike: [] },
  // Ours: input, forget, cell, output; there: input, output, forget, cell.
  lstm: { type: 'LSTM', order: [0, 3, 1, 2], told: [0, 2], alike: [1, 3] },
  // Ours: reset, update, hidden; there: update, reset, hidden.
  gru: { type: 'GRU', order: [1, 0, 2], told: [1, 2], alike: [0] },
};

/** The recurrent layers. */
export const RECURRENCES: LayerWriters = { 'simple-rnn': recurrence, lstm: recurrence, gru: recurrence };

function recurrence(...[graph, layer, inputs]: Parameters<LayerWriter>): Value {
  const operator = OPERATORS[layer.kind] as Operator;
  const given = recurrenceOf(graph, layer, inputs);
  return canSay(layer, operator) ? byOperator(given, operator) : scanned(given);
}

/**
 * Whether the operator computes the same: it knows no padding but at the end, gives no cell but the last, and has one
 * activation for several gates.
 */
function canSay(layer: PlacedLayer, { told, alike }: Operator): boolean {
  const activations = gateActivationsOf(layer);
  const givesCells = isSet(layer, 'returnCell') && isSet(layer, 'returnSequences');
  const isNamed = activations.every((activation) => Object.hasOwn(ACTIVATION_NAMES, activation));
  const areAlike = alike.every((gate) => activations[gate] === activations[told[0] as number]);
  return maskValueOf(layer) === undefined && !givesCells && isNamed && areAlike && canTurnUpdate(layer);
}

/** ONNX's update gate keeps the state. One that replaces it is 1 less that of the opposite, if it is a sigmoid. */
function canTurnUpdate(layer: PlacedLayer): boolean {
  if (layer.kind !== 'gru' || !replaces(layer)) return true;
  return /sigmoid/i.test(gateActivationsOf(layer)[1] as string);
}

function replaces(layer: PlacedLayer): boolean {
  return choiceOf(layer, 'updateGate', ['replaces', 'keeps']) === 'replaces';
}

function byOperator(recurrence: Recurrence, { type, order, told }: Operator): Value {
  const { graph, layer, units, x } = recurrence;
  const activations = gateActivationsOf(layer);
  const names = told.map((gate) => ACTIVATION_NAMES[activations[gate] as string] as string);
  const states = statesBefore(recurrence).map((state) =>
    state === undefined ? '' : inDirection(graph, state),
  );
  const inputs = [x, ...weightsOf(recurrence, order), '', ...states, ...peepholesOf(graph, layer)];
  const [givesAll, givesCell] = [isSet(layer, 'returnSequences'), isSet(layer, 'returnCell')];
  const [all, hidden, cell] = graph.ops(
    type,
    withoutTrailing(inputs),
    givesCell ? [false, true, true] : [givesAll, !givesAll],
    {
      hidden_size: units,
      direction: isSet(layer, 'backwards') ? 'reverse' : 'forward',
      activations: type === 'LSTM' ? [...names, 'Tanh'] : names,
      linear_before_reset: type === 'GRU' ? Number(!resetsBefore(layer)) : undefined,
    },
  );
  const squeezed = (name: string | undefined, axis: number) =>
    graph.op('Squeeze', [name as string, graph.ints([axis])]);
  if (givesAll) return graph.value(squeezed(all, 1), layer.outputShape, 'time');
  const parts = [hidden, ...(givesCell ? [cell] : [])].map((name) => squeezed(name, 0));
  return graph.value(
    parts.length === 1 ? (parts[0] as string) : graph.op('Concat', parts, { axis: 1 }),
    layer.outputShape,
  );
}

/** The operators have an axis for their directions. */
function inDirection(graph: GraphWriter, state: string): string {
  return graph.op('Unsqueeze', [state, graph.ints([0])]);
}

function withoutTrailing(inputs: readonly string[]): readonly string[] {
  return inputs.slice(0, inputs.findLastIndex((name) => name !== '') + 1);
}

function weightsOf({ graph, layer, units }: Recurrence, order: readonly number[]): readonly string[] {
  const { inputWeight, hiddenWeight } = layer.parameters as Record<string, Parameter>;
  const negated = layer.kind === 'gru' && replaces(layer) ? 1 : -1;
  const rows = order.length * units;
  const weight = (parameter: Parameter) =>
    graph.derived(parameter.name, {
      from: [parameter],
      dims: [1, rows, parameter.shape[0] as number],
      make: ([values]) => gatesInOrder(values as Float32Array, { units, order, negated }),
    });
  return [
    weight(inputWeight as Parameter),
    weight(hiddenWeight as Parameter),
    biasesOf(graph, layer, { units, order, negated }),
  ];
}

interface Arrangement {
  readonly units: number;
  readonly order: readonly number[];
  /** The gate whose weights change their sign; -1 for none. */
  readonly negated: number;
}

/** `[inputs, gates · units]` as `[gates · units, inputs]`, the gates in another order. */
function gatesInOrder(values: Float32Array, { units, order, negated }: Arrangement): Float32Array {
  const columns = order.length * units;
  const rows = values.length / columns;
  const result = new Float32Array(values.length);
  for (const [place, gate] of order.entries()) {
    const sign = gate === negated ? -1 : 1;
    for (let unit = 0; unit < units; unit++) {
      const [from, to] = [gate * units + unit, (place * units + unit) * rows];
      for (let row = 0; row < rows; row++) result[to + row] = sign * (values[row * columns + from] as number);
    }
  }
  return result;
}

/** Those of the inputs, then those of the states; `''` where there are none. */
function biasesOf(graph: GraphWriter, layer: PlacedLayer, arrangement: Arrangement): string {
  const size = arrangement.order.length * arrangement.units;
  const { bias, hiddenBias } = layer.parameters;
  const from = [bias, hiddenBias].filter((each) => each !== undefined);
  if (from.length === 0) return '';
  const places = [bias, hiddenBias].flatMap((each, index) => (each === undefined ? [] : [index * size]));
  return graph.derived((from[0] as Parameter).name, {
    from,
    dims: [1, 2 * size],
    make: (values) => {
      const both = new Float32Array(2 * size);
      for (const [index, each] of values.entries()) both.set(gatesInOrder(each, arrangement), places[index]);
      return both;
    },
  });
}

/** In ONNX's order, which is input, output, forget. */
function peepholesOf(graph: GraphWriter, layer: PlacedLayer): readonly string[] {
  const from = ['inputPeephole', 'outputPeephole', 'forgetPeephole'].flatMap(
    (name) => layer.parameters[name] ?? [],
  );
  if (from.length === 0) return [];
  const units = from[0]?.shape[0] as number;
  const make = (values: readonly Float32Array[]) => Float32Array.from(values.flatMap((each) => [...each]));
  return [graph.derived(`${layer.name}.peepholes`, { from, dims: [1, 3 * units], make })];
}
