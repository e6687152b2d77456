import { isRecord } from '../isRecord.js';
import { type KerasConfig, snakeCase } from './kerasConfig.js';
import type { LayerReading, Settings } from './reading.js';

interface ActivationReading {
  readonly kind: string;
  readonly settings?: Settings;
}

/** Keras's activations by its names of them, and ours. */
const ACTIVATIONS: Readonly<Record<string, ActivationReading>> = {
  elu: { kind: 'elu' },
  gelu: { kind: 'gelu' },
  gelu_new: { kind: 'gelu', settings: { approximate: 'tanh' } },
  hard_silu: { kind: 'hard-swish' },
  hard_swish: { kind: 'hard-swish' },
  leaky_relu: { kind: 'leaky-relu', settings: { alpha: 0.2 } },
  linear: { kind: 'linear' },
  log_softmax: { kind: 'log-softmax' },
  mish: { kind: 'mish' },
  relu: { kind: 'relu' },
  relu6: { kind: 'relu6' },
  selu: { kind: 'selu' },
  sigmoid: { kind: 'sigmoid' },
  silu: { kind: 'silu' },
  softmax: { kind: 'softmax' },
  softplus: { kind: 'softplus' },
  swish: { kind: 'silu' },
  tanh: { kind: 'tanh' },
};

/** How steep Keras 3's hard sigmoid is; that of Keras 2, tfjs and ours is 0.2. */
const STEEPNESS_OF_KERAS_3 = 1 / 6;

/** The activation that an option names; `linear` for none. */
export function activationOf(config: KerasConfig, option = 'activation'): LayerReading {
  const name = nameOf(config, option);
  if (name === 'hard_sigmoid') return { kind: 'hard-sigmoid', settings: hardSigmoidSettings(config) };
  const found = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
  if (found !== undefined) return { kind: found.kind, settings: found.settings ?? {} };
  throw config.refused(
    `${option}: ${Object.keys(ACTIVATIONS).join(', ')} or hard_sigmoid`,
    config.raw(option),
    'Choose one of these where the model is made, and train it once more.',
  );
}

/** The same behind another layer: none where it does nothing. */
export function activationBehind(config: KerasConfig, option = 'activation'): readonly LayerReading[] {
  const activation = activationOf(config, option);
  return activation.kind === 'linear' ? [] : [activation];
}

function nameOf(config: KerasConfig, option: string): string {
  const value = config.raw(option) ?? 'linear';
  if (typeof value === 'string') return snakeCase(value);
  // Some versions write { class_name: 'relu', config: … }, Keras 3 a function as { class_name: 'function', config: 'relu' }.
  const inner = isRecord(value) ? value['class_name'] : undefined;
  const named = inner === 'function' && isRecord(value) ? value['config'] : inner;
  return typeof named === 'string' ? snakeCase(named) : '';
}

function hardSigmoidSettings({ dialect }: KerasConfig): Settings {
  return dialect.of === 'keras3' ? { slope: STEEPNESS_OF_KERAS_3 } : {};
}

/** Activations of gates by Keras's names. */
const GATES: Readonly<Record<string, string>> = {
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  relu: 'relu',
  linear: 'linear',
  hard_sigmoid: 'hardSigmoid',
};

/** The activation of a recurrent layer's gates that an option names. */
export function gateActivation(config: KerasConfig, option: string, usual: string): string {
  const name = config.raw(option) === undefined ? usual : nameOf(config, option);
  const isOther = name === 'hard_sigmoid' && config.dialect.of === 'keras3';
  const gate = Object.hasOwn(GATES, name) && !isOther ? GATES[name] : undefined;
  if (gate !== undefined) return gate;
  throw config.refused(
    `${option}: tanh, sigmoid, relu or linear`,
    config.raw(option),
    'Choose one of these where the model is made, and train it once more.',
  );
}
