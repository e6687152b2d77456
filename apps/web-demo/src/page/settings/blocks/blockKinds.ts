import type { Block } from '../../../shared/architecture/blocks.js';
import type { CheckedLayer } from '../../../shared/protocol.js';

/** A value of a layer that its block shows: an argument by its place, or an option. */
export type BlockField = { readonly label: string } & (
  | { readonly position: number; readonly option?: undefined; readonly isOptional?: boolean }
  | { readonly option: string; readonly usual: string; readonly choices?: readonly string[] }
);

export interface BlockKind {
  readonly title: string;
  readonly hint: string;
  readonly fields: readonly BlockField[];
  /** What may be called in its place with the same arguments. */
  readonly others?: readonly string[];
}

const ACTIVATIONS = [
  'relu',
  'linear',
  'tanh',
  'sigmoid',
  'softmax',
  'leakyRelu',
  'elu',
  'selu',
  'gelu',
  'silu',
  'mish',
  'softplus',
] as const;

const DENSE: BlockKind = {
  title: 'Dense',
  hint: 'Each unit looks at everything that comes in. Without a number of units, it only bends what comes in.',
  fields: [{ label: 'units', position: 0, isOptional: true }],
  others: ACTIVATIONS,
};

const SIZE: BlockField = { label: 'size', position: 0 };

const KINDS: Readonly<Record<string, BlockKind>> = {
  input: { title: 'Input', hint: 'An image of 28 by 28 pixels, as a row or as a square.', fields: [SIZE] },
  conv2d: {
    title: 'Convolution',
    hint: 'Small filters that look for the same pattern all over the image.',
    fields: [
      { label: 'filters', position: 0 },
      { label: 'size', position: 1 },
      { label: 'stride', option: 'stride', usual: '1' },
      { label: 'edge', option: 'padding', usual: "'valid'", choices: ["'valid'", "'same'"] },
    ],
  },
  maxPool2d: { title: 'Max pooling', hint: 'Keeps the strongest of each small square.', fields: [SIZE] },
  avgPool2d: { title: 'Mean pooling', hint: 'Keeps the mean of each small square.', fields: [SIZE] },
  globalAvgPool: { title: 'Global mean', hint: 'Keeps one number of each filter.', fields: [] },
  flatten: { title: 'Flatten', hint: 'Lays an image out as one row of numbers.', fields: [] },
  reshape: {
    title: 'Reshape',
    hint: 'Arranges the numbers anew.',
    fields: [{ label: 'shape', position: 0 }],
  },
  dropout: {
    title: 'Dropout',
    hint: 'Hides a random part of what comes in, so that nothing is learned by heart.',
    fields: [{ label: 'rate', position: 0 }],
  },
  batchNorm: { title: 'Batch norm', hint: 'Keeps numbers in a range that is easy to learn in.', fields: [] },
  layerNorm: { title: 'Layer norm', hint: 'The same, for each image by itself.', fields: [] },
  gaussianNoise: { title: 'Noise', hint: 'Adds random noise while training.', fields: [] },
};

/** Which blocks can be added, and what is written for them. */
export const NEW_BLOCKS: readonly (readonly [title: string, text: string])[] = [
  ['Dense', 'relu(100)'],
  ['Dropout', 'dropout(0.2)'],
  ['Convolution', 'conv2d(8, 3)'],
  ['Max pooling', 'maxPool2d(2)'],
  ['Activation', 'relu()'],
  ['Batch norm', 'batchNorm()'],
  ['Flatten', 'flatten()'],
  ['Reshape', 'reshape([28, 28, 1])'],
  ['Noise', 'gaussianNoise(0.1)'],
];

/** How a block is shown; `undefined` for what is only shown as it is written. */
export function kindOf({ name, args }: Block): BlockKind | undefined {
  if (name === undefined) return undefined;
  if (Object.hasOwn(KINDS, name)) return KINDS[name];
  if (!(ACTIVATIONS as readonly string[]).includes(name)) return undefined;
  const hasUnits = args.length > 0 && args[0]?.kind !== 'options';
  return hasUnits ? DENSE : { ...DENSE, title: 'Activation' };
}

/**
 * What comes out of each block: known blocks are one layer each, from the front and from the back; one that is not known
 * in between has all layers that are left.
 */
export function layersOf(
  blocks: readonly Block[],
  layers: readonly CheckedLayer[],
): readonly (CheckedLayer | undefined)[] {
  const unknown = blocks.flatMap((block, index) => (kindOf(block) ? [] : [index]));
  const [first = blocks.length, last = -1] = [unknown[0], unknown.at(-1)];
  const surplus = layers.length - blocks.length;
  return blocks.map((_, index) => {
    if (index < first) return layers[index];
    if (index > last) return layers[index + surplus];
    if (first !== last) return undefined;
    const own = layers.slice(first, first + surplus + 1);
    const outputShape = own.at(-1)?.outputShape;
    return (
      outputShape && { outputShape, parameterCount: own.reduce((sum, each) => sum + each.parameterCount, 0) }
    );
  });
}
