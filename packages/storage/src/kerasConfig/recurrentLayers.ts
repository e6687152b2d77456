import { gateActivation } from './activations.js';
import { firstBlocksExchanged, rowOf } from './arrays.js';
import type { KerasConfig } from './kerasConfig.js';
import { INPUTS, type LayerReading, type ReadConfig, type Reading, type WeightReading } from './reading.js';
import { biasWeight } from './weights.js';

/** Recurrent layers, what goes around them, and masks. */
export const RECURRENT_LAYERS: Readonly<Record<string, ReadConfig>> = {
  SimpleRNN: (config) => alone(config, CELLS['SimpleRNN'] as ReadCell),
  LSTM: (config) => alone(config, CELLS['LSTM'] as ReadCell),
  GRU: (config) => alone(config, CELLS['GRU'] as ReadCell),
  Bidirectional: readBidirectional,
  Masking: (config) => ({ layers: [], mask: { value: config.number('mask_value', 0) } }),
};

type ReadCell = (config: KerasConfig) => {
  readonly layer: LayerReading;
  readonly weights: readonly WeightReading[];
};

const KERNELS: readonly WeightReading[] = [
  { names: ['kernel'], parameter: 'inputWeight' },
  { names: ['recurrent_kernel'], parameter: 'hiddenWeight' },
];

const CELLS: Readonly<Record<string, ReadCell>> = {
  SimpleRNN: (config) => ({
    layer: {
      kind: 'simple-rnn',
      settings: { ...common(config), activation: gateActivation(config, 'activation', 'tanh') },
    },
    weights: [...KERNELS, ...biasWeight(config)],
  }),
  LSTM: (config) => {
    config.require('activation', 'tanh');
    const gate = gateActivation(config, 'recurrent_activation', usualGate(config));
    const activations = { input: gate, forget: gate, cell: 'tanh', output: gate };
    return {
      layer: { kind: 'lstm', settings: { ...common(config), activations } },
      weights: [...KERNELS, ...biasWeight(config)],
    };
  },
  GRU: readGru,
};

function usualGate({ dialect }: KerasConfig): string {
  return dialect.of === 'tfjs' ? 'hard_sigmoid' : 'sigmoid';
}

/** Keras's update gate comes first, ours second. */
function readGru(config: KerasConfig): ReturnType<ReadCell> {
  const resetsAfter = config.flag('reset_after', config.dialect.of !== 'tfjs');
  const gate = gateActivation(config, 'recurrent_activation', usualGate(config));
  const hidden = gateActivation(config, 'activation', 'tanh');
  const exchanged = (array: Parameters<typeof firstBlocksExchanged>[0]) => firstBlocksExchanged(array, 3);
  const biases: readonly WeightReading[] = resetsAfter
    ? ['bias', 'hiddenBias'].map((parameter, row) => ({
        names: ['bias'],
        parameter,
        change: (array) => exchanged(rowOf(array, row)),
      }))
    : [{ names: ['bias'], parameter: 'bias', change: exchanged }];
  return {
    layer: {
      kind: 'gru',
      settings: {
        ...common(config),
        updateGate: 'keeps',
        ...(resetsAfter ? { hiddenBias: config.hasBias ? 0 : null } : { resetGate: 'before' }),
        activations: { reset: gate, update: gate, hidden },
      },
    },
    weights: [
      ...KERNELS.map((weight) => ({ ...weight, change: exchanged })),
      ...(config.hasBias ? biases : []),
    ],
  };
}

function common(config: KerasConfig): LayerReading['settings'] {
  config.require('return_state', false, 'Leave the state out of the outputs.');
  config.require(
    'stateful',
    false,
    'Each sequence begins with a state of 0 here: make it with stateful=False.',
  );
  return {
    units: config.count('units'),
    returnSequences: config.flag('return_sequences', false),
    backwards: config.flag('go_backwards', false),
    ...config.biasSettings,
  };
}

function alone(config: KerasConfig, cell: ReadCell): Reading {
  const { layer, weights } = cell(config);
  if (layer.settings['backwards'] === true && layer.settings['returnSequences'] === true) {
    throw config.refused(
      'go_backwards: false with return_sequences',
      true,
      'Its steps come out in reverse there, in the order of the input here: write Bidirectional, or return the last step alone.',
    );
  }
  return { layers: [layer], weights, masked: { uses: 'maskValue', layers: [0] } };
}

const MERGES: Readonly<Record<string, string>> = {
  concat: 'concatenate',
  sum: 'add',
  ave: 'average',
  mul: 'multiply',
};

function readBidirectional(config: KerasConfig): Reading {
  const mode = config.choice('merge_mode', ['concat', 'sum', 'ave', 'mul'], 'concat');
  const forward = config.inner('layer');
  const hasOwn = config.raw('backward_layer') !== undefined;
  const backward = hasOwn ? config.inner('backward_layer') : forward;
  const [ahead, back] = [read(forward), read(backward)];
  const backwards = hasOwn ? back.layer.settings['backwards'] === true : true;
  return {
    layers: [
      { ...ahead.layer, inputs: [INPUTS] },
      { ...back.layer, settings: { ...back.layer.settings, backwards }, inputs: [INPUTS] },
      { kind: MERGES[mode] as string, settings: {}, inputs: [0, 1] },
    ],
    weights: [
      ...within(ahead.weights, 0, 'forward_layer', forward.name),
      ...within(back.weights, 1, 'backward_layer', backward.name),
    ],
    masked: zeroes(config, ahead.layer) ? 'refuses' : { uses: 'maskValue', layers: [0, 1] },
  };
}

/** Keras 3 puts zeros where steps are left out, of both directions; here the states stay over them. */
function zeroes({ dialect }: KerasConfig, { settings }: LayerReading): boolean {
  return dialect.of !== 'tfjs' && settings['returnSequences'] === true;
}

function read(config: KerasConfig): ReturnType<ReadCell> {
  const cell = Object.hasOwn(CELLS, config.className) ? CELLS[config.className] : undefined;
  if (cell !== undefined) return cell(config);
  throw config.refused('SimpleRNN, LSTM or GRU within Bidirectional', config.className);
}

function within(
  weights: readonly WeightReading[],
  layer: number,
  path: string,
  name: string,
): readonly WeightReading[] {
  return weights.map((weight) => ({ ...weight, layer, within: { path, name } }));
}
