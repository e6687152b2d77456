import { ndarray } from '@neutype/ndarray';
import { biasOf, inputOf, unchanged } from './helpers.js';
import type { Flow, Given, KerasWriter, WriteLayer } from './kerasWriter.js';

/** Activations that tfjs knows by a name, where their settings are the usual ones. */
const NAMES: Readonly<
  Record<string, { readonly name: string; readonly usual?: Readonly<Record<string, unknown>> }>
> = {
  elu: { name: 'elu', usual: { alpha: 1 } },
  gelu: { name: 'gelu', usual: { approximate: 'none' } },
  'hard-sigmoid': { name: 'hard_sigmoid', usual: { slope: 0.2 } },
  linear: { name: 'linear' },
  'log-softmax': { name: 'log_softmax' },
  mish: { name: 'mish' },
  relu: { name: 'relu', usual: { alpha: 0 } },
  relu6: { name: 'relu6' },
  selu: { name: 'selu' },
  sigmoid: { name: 'sigmoid' },
  silu: { name: 'swish' },
  softmax: { name: 'softmax' },
  softplus: { name: 'softplus' },
  tanh: { name: 'tanh' },
};

/** Activations that are layers of their own. */
const LAYERS: Readonly<Record<string, (given: Given, input: Flow, writer: KerasWriter) => Flow>> = {
  'hard-sigmoid': ({ settings }, input, writer) => hardSigmoid(input, settings['slope'] as number, writer),
  'hard-swish': (_, input, writer) =>
    writer.add('Multiply', {}, [input, hardSigmoid(input, 1 / 6, writer)], input.shape),
  'leaky-relu': leakyRelu,
  relu: leakyRelu,
  'p-relu': pRelu,
};

/** Layers that multiply with weights, and activations. */
export const DENSE: Readonly<Record<string, WriteLayer>> = Object.fromEntries(
  [...new Set([...Object.keys(NAMES), ...Object.keys(LAYERS)])].map((kind) => [kind, dense]),
);

function dense(given: Given, writer: KerasWriter): Flow {
  const input = inputOf(given);
  const name = nameOf(given);
  const units = given.settings['units'];
  if (units === undefined && name !== undefined) {
    return writer.add('Activation', { activation: name }, input, input.shape);
  }
  if (units === undefined) return ownLayer(given, input, writer);
  const product = writer.add(
    'Dense',
    { units, activation: name ?? 'linear', use_bias: given.has('bias') },
    input,
    given.placed.outputShape,
    { kernel: given.values('weight'), ...biasOf(given) },
  );
  return name === undefined ? ownLayer(given, product, writer) : product;
}

function nameOf(given: Given): string | undefined {
  const { kind, outputShape } = given.placed;
  const { name, usual = {} } = NAMES[kind] ?? {};
  const axis = given.settings['axis'];
  if (axis !== undefined && axis !== -1 && axis !== outputShape.length) {
    throw given.refused(`an axis that is not the last, ${String(axis)}`, 'Put transpose layers around it.');
  }
  return Object.entries(usual).every(([key, value]) => given.settings[key] === value) ? name : undefined;
}

function ownLayer(given: Given, input: Flow, writer: KerasWriter): Flow {
  const write = LAYERS[given.placed.kind];
  if (write !== undefined) return write(given, input, writer);
  const [what, remedy] = REFUSED[given.placed.kind] ?? [given.placed.kind];
  throw given.refused(what, remedy);
}

/** Activations of which tfjs has the usual form alone. */
const REFUSED: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  elu: ['an alpha other than 1', 'Take elu() as it is.'],
  gelu: ['approximate: tanh, whose name tfjs does not find again in a file', 'Take gelu() as it is.'],
};

/** tfjs's own has the slope 0.2. */
function hardSigmoid(input: Flow, slope: number, writer: KerasWriter): Flow {
  const scaled = writer.add('Rescaling', { scale: slope / 0.2, offset: 0 }, input, input.shape);
  return writer.add('Activation', { activation: 'hard_sigmoid' }, scaled, input.shape);
}

function leakyRelu({ settings }: Given, input: Flow, writer: KerasWriter): Flow {
  return writer.add('LeakyReLU', { alpha: settings['alpha'] }, input, input.shape);
}

function pRelu(given: Given, input: Flow, writer: KerasWriter): Flow {
  const rank = input.shape.length;
  const own = (given.settings['alphaAxes'] as readonly number[]).map((axis) =>
    axis < 0 ? rank + 1 + axis : axis,
  );
  const shared = input.shape.map((_, at) => at + 1).filter((axis) => !own.includes(axis));
  const alpha = given.values('alpha');
  const shape = input.shape.map((size, at) => (own.includes(at + 1) ? size : 1));
  return writer.add('PReLU', { shared_axes: shared }, input, input.shape, {
    alpha: ndarray(alpha.data, shape),
  });
}

/** Dense layers one after another, as `feedForward` has them. */
export function feedForward(given: Given, writer: KerasWriter): Flow {
  const input = inputOf(given);
  const hidden = given.values('hiddenWeight');
  const units = hidden.shape[1] as number;
  const activation = NAMES[given.settings['activation'] as string]?.name;
  const bias = (name: string) => (given.has(name) ? { bias: given.values(name) } : {});
  const use_bias = given.has('hiddenBias');
  const first = writer.add(
    'Dense',
    { units, activation, use_bias },
    input,
    [...input.shape.slice(0, -1), units],
    { kernel: hidden, ...bias('hiddenBias') },
  );
  const rate = given.settings['dropout'] as number;
  const dropped = rate === 0 ? first : writer.add('Dropout', { rate }, first, first.shape);
  return writer.add(
    'Dense',
    { units: input.shape.at(-1), activation: 'linear', use_bias },
    dropped,
    input.shape,
    { kernel: given.values('outputWeight'), ...bias('outputBias') },
  );
}

/** Layers that change something in training alone. */
export const IN_TRAINING_ALONE: Readonly<Record<string, WriteLayer>> = {
  dropout: (given, writer) => withRate('Dropout', given, writer),
  'gaussian-dropout': (given, writer) => withRate('GaussianDropout', given, writer),
  'spatial-dropout': (given, writer) =>
    inputOf(given).shape.length === 2
      ? withRate('SpatialDropout1D', given, writer)
      : unchanged(given, writer),
  'gaussian-noise': (given, writer) => {
    const input = inputOf(given);
    return writer.add('GaussianNoise', { stddev: given.settings['std'] }, input, input.shape);
  },
  'drop-block': unchanged,
  'stochastic-depth': unchanged,
};

function withRate(className: string, given: Given, writer: KerasWriter): Flow {
  const input = inputOf(given);
  return writer.add(className, { rate: given.settings['rate'] }, input, input.shape);
}
