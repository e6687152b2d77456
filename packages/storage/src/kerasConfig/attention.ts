import { reshape } from './arrays.js';
import type { KerasConfig } from './kerasConfig.js';
import { INPUTS, type ReadConfig, type Reading, type WeightReading } from './reading.js';

/** Attention. */
export const ATTENTION: Readonly<Record<string, ReadConfig>> = { MultiHeadAttention: readAttention };

function readAttention(config: KerasConfig): Reading {
  config.require('use_gate', false);
  if (config.raw('sliding_window') !== undefined) throw config.refused('sliding_window: none', 'one');
  checkAxes(config);
  checkOutputShape(config);
  checkCall(config);
  const heads = config.count('num_heads');
  const headSize = config.count('key_dim');
  const valueSize = config.count('value_dim', headSize);
  const order = orderOf(config);
  const settings = {
    heads,
    headSize,
    valueSize,
    causal: config.callOptions['use_causal_mask'] === true,
    dropout: config.number('dropout', 0),
    ...config.biasSettings,
  };
  return {
    layers: [{ kind: 'multi-head-attention', settings, inputs: [INPUTS], order }],
    weights: weightsOf(config, heads * headSize, heads * valueSize),
    masked: order.length === 1 ? { uses: 'maskValue', layers: [0] } : 'refuses',
  };
}

/** Keras is called with queries, values and keys; ours takes queries, keys and values, and the same ones once. */
function orderOf({ inputNames }: KerasConfig): readonly number[] {
  const [query, value = query, key = value] = inputNames;
  if (value !== key) return [0, 2, 1];
  return query === value ? [0] : [0, 1];
}

/** Keras has an axis for the heads. */
function weightsOf(config: KerasConfig, compared: number, taken: number): readonly WeightReading[] {
  const [query = [], value = query, key = value] = config.inputShapes;
  const features = query.at(-1) ?? 0;
  const sizes = [
    ['query', features, compared],
    ['key', key.at(-1) ?? 0, compared],
    ['value', value.at(-1) ?? 0, taken],
    ['output', taken, features],
  ] as const;
  return sizes.flatMap(([role, rows, columns]): WeightReading[] => {
    const within = { path: `${role}_dense`, name: role === 'output' ? 'attention_output' : role };
    return [
      {
        names: ['kernel'],
        parameter: `${role}Weight`,
        within,
        change: (array) => reshape(array, [rows, columns]),
      },
      ...(config.hasBias
        ? [
            {
              names: ['bias'] as const,
              parameter: `${role}Bias`,
              within,
              change: (array: Parameters<typeof reshape>[0]) => reshape(array, [columns]),
            },
          ]
        : []),
    ];
  });
}

function checkAxes(config: KerasConfig): void {
  const axes = config.raw('attention_axes');
  if (axes === undefined || axes === 1) return;
  if (Array.isArray(axes) && axes.length === 1 && axes[0] === 1) return;
  throw config.refused('attention_axes: [1], the time steps', axes);
}

function checkOutputShape(config: KerasConfig): void {
  const given = config.raw('output_shape');
  if (given === undefined) return;
  const size: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
  if (size !== config.inputShape.at(-1)) throw config.refused('output_shape: that of the queries', given);
}

function checkCall(config: KerasConfig): void {
  if (config.callOptions['return_attention_scores'] === true) {
    throw config.refused('return_attention_scores: false', true);
  }
}
