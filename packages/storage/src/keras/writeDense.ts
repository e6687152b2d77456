import type { Python, PythonOptions, Write, Writing } from './description.js';
import { embeddingVariable, plainVariables, slopeVariable } from './variables.js';

type Activation = (writing: Writing) => Python | readonly [className: string, options: PythonOptions] | null;

/** Activations by the kinds of our layers: Keras' name, or a layer of its own; nothing for linear. */
const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: () => null,
  relu: (writing) => {
    const alpha = writing.setting<number>('alpha');
    return alpha === 0 ? 'relu' : ['ReLU', { negative_slope: alpha }];
  },
  'leaky-relu': (writing) => ['LeakyReLU', { negative_slope: writing.setting<number>('alpha') }],
  'p-relu': (writing) => ['PReLU', { shared_axes: sharedAxes(writing) }],
  relu6: () => 'relu6',
  elu: (writing) => ['ELU', { alpha: writing.setting<number>('alpha') }],
  selu: () => 'selu',
  gelu: (writing) =>
    writing.setting('approximate') === 'tanh'
      ? { code: 'lambda x: keras.activations.gelu(x, approximate=True)' }
      : 'gelu',
  silu: () => 'silu',
  mish: () => 'mish',
  'hard-swish': () => 'hard_silu',
  sigmoid: () => 'sigmoid',
  'hard-sigmoid': (writing) => {
    const slope = writing.setting<number>('slope');
    return slope === 1 / 6
      ? 'hard_sigmoid'
      : { code: `lambda x: keras.ops.clip(${slope} * x + 0.5, 0.0, 1.0)` };
  },
  tanh: () => 'tanh',
  softplus: () => 'softplus',
  softmax: (writing) => alongAxis(writing, 'softmax'),
  'log-softmax': (writing) => alongAxis(writing, 'log_softmax'),
};

/** Dense layers, activations, and what drops or disturbs values. */
export const WRITE_DENSE: Readonly<Record<string, Write>> = {
  ...Object.fromEntries(Object.keys(ACTIVATIONS).map((kind) => [kind, writeActivation])),
  dropout: (writing) => writing.call('Dropout', { rate: writing.setting<number>('rate') }),
  'gaussian-dropout': (writing) => writing.call('GaussianDropout', { rate: writing.setting<number>('rate') }),
  'gaussian-noise': (writing) => {
    if (writing.setting('mean') !== 0) throw writing.refused('noise with a mean');
    writing.call('GaussianNoise', { stddev: writing.setting<number>('std') });
  },
  'spatial-dropout': (writing) => {
    if (writing.rank > 3) throw writing.refused(`a dropout of channels of ${writing.rank} axes`);
    writing.call(`SpatialDropout${writing.rank - 1}D`, { rate: writing.setting<number>('rate') });
  },
  embedding: (writing) => {
    const { layer } = writing;
    const padding = writing.setting<number | null>('paddingIndex') ?? undefined;
    const options = {
      input_dim: writing.setting<number>('vocabulary'),
      output_dim: writing.setting<number>('size'),
    };
    writing.call('Embedding', options, { variables: [embeddingVariable(layer, padding)] });
  },
  'feed-forward': (writing) => {
    const { layer } = writing;
    const { hiddenWeight, hiddenBias } = layer.parameters;
    const [features = 0, hidden = 0] = hiddenWeight?.shape ?? [];
    const use_bias = hiddenBias !== undefined;
    const rate = writing.setting<number>('dropout') ?? 0;
    writing.call(
      'Dense',
      { units: hidden, activation: writing.setting<string>('activation') ?? 'gelu', use_bias },
      { variables: plainVariables(layer, ['hiddenWeight', 'hiddenBias']) },
    );
    if (rate > 0) writing.call('Dropout', { rate });
    writing.call(
      'Dense',
      { units: features, use_bias },
      { variables: plainVariables(layer, ['outputWeight', 'outputBias']) },
    );
  },
};

function writeActivation(writing: Writing): void {
  const { layer } = writing;
  const activation = (ACTIVATIONS[layer.kind] as Activation)(writing);
  const [className, options] = Array.isArray(activation)
    ? (activation as unknown as readonly [string, PythonOptions])
    : [undefined, {}];
  const inside = className === undefined && activation !== null ? { activation: activation as Python } : {};
  if (layer.parameters['weight'] !== undefined) {
    const units = writing.setting<number>('units');
    const use_bias = layer.parameters['bias'] !== undefined;
    writing.call(
      'Dense',
      { units, ...inside, ...(!use_bias && { use_bias }) },
      { variables: plainVariables(layer, ['weight', 'bias']) },
    );
  } else if (className === undefined) {
    writing.call('Activation', { activation: (activation as Python | null) ?? 'linear' });
  }
  if (className === undefined) return;
  const variables = className === 'PReLU' ? [slopeVariable(layer, alphaAxes(writing))] : [];
  writing.call(className, options, { variables });
}

function alphaAxes({ layer }: Writing): readonly number[] {
  const rank = layer.outputShape.length;
  const given = layer.settings['alphaAxes'] as number | readonly number[];
  return [given].flat().map((axis) => (axis < 0 ? rank + 1 + axis : axis));
}

/** Keras names the axes that share a slope, we those that do not. */
function sharedAxes(writing: Writing): readonly number[] {
  const own = alphaAxes(writing);
  return writing.layer.outputShape.map((_, at) => at + 1).filter((axis) => !own.includes(axis));
}

function alongAxis(writing: Writing, name: string): Python | readonly [string, PythonOptions] {
  const axis = writing.setting<number | undefined>('axis');
  if (axis === undefined || axis === -1) return name;
  return name === 'softmax'
    ? ['Softmax', { axis }]
    : { code: `lambda x: keras.activations.${name}(x, axis=${axis})` };
}
