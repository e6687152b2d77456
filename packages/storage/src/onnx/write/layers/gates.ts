import type { PlacedLayer } from '@neutype/layers';
import { float } from '../attributes.js';
import type { GraphWriter } from '../graphWriter.js';
import { choiceOf, unknownSetting } from '../settings.js';

/** The gates of each kind of cell in the order of our weights, and their usual activations. */
const GATES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'simple-rnn': { activation: 'tanh' },
  lstm: { input: 'sigmoid', forget: 'sigmoid', cell: 'tanh', output: 'sigmoid' },
  gru: { reset: 'sigmoid', update: 'sigmoid', hidden: 'tanh' },
};

/** The activations of a cell's gates, in the order of its weights. */
export function gateActivationsOf(layer: PlacedLayer): readonly string[] {
  const { activation, activations = { ...(activation !== undefined && { activation }) } } = layer.settings;
  if (typeof activations !== 'object' || activations === null) {
    throw unknownSetting(layer, 'activations', 'activations by the names of gates');
  }
  const given = activations as Readonly<Record<string, string>>;
  return Object.entries(GATES[layer.kind] ?? {}).map(([gate, usual]) => given[gate] ?? usual);
}

/** Whether a gru's reset gate scales the state before its product with the weights. */
export function resetsBefore(layer: PlacedLayer): boolean {
  if (layer.settings['resetGate'] === undefined) return false;
  return choiceOf(layer, 'resetGate', ['after', 'before']) === 'before';
}

/** What ONNX's recurrences call those of our gates' activations that need no numbers to be told. */
export const ACTIVATION_NAMES: Readonly<Record<string, string>> = {
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  // 0.2 x + 0.5 by default, as ours.
  hardSigmoid: 'HardSigmoid',
  relu: 'Relu',
};

/** A gate from what goes into its activation. */
export function gateOf(graph: GraphWriter, x: string, activation: string): string {
  if (activation === 'linear') return x;
  const attributes = activation === 'hardSigmoid' ? { alpha: float(0.2), beta: float(0.5) } : {};
  return graph.op(ACTIVATION_NAMES[activation] as string, [x], attributes);
}
