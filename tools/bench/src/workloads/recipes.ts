/** A layer, by its kind and numbers: enough for every contestant to build the same one. */
export type RaceLayer =
  | readonly [kind: 'conv', filters: number, size: number, stride: number]
  | readonly [kind: 'norm' | 'relu' | 'pool' | 'flatten'];

/**
 * How a network is trained until it gets a share of the test images right, the same for all: Nesterov momentum, cross-entropy,
 * a learning rate that goes once up and down along a cosine.
 */
export interface Recipe {
  readonly target: number;
  /** Between the images, of 28 x 28 gray levels from 0 to 1, and a dense layer of ten classes. */
  readonly layers: readonly RaceLayer[];
  readonly batchSize: number;
  readonly momentum: number;
  /** The highest learning rate; it begins at a 25th of it and ends at a 10,000th of that. */
  readonly peak: number;
  /** Updates of the whole cycle. */
  readonly updates: number;
  /** The part of them in which the learning rate rises. */
  readonly warmup: number;
  /** After how many updates the test images are looked at for the first time. */
  readonly firstLook: number;
  /** Updates from one look to the next; `updates` and `firstLook` are multiples of it. */
  readonly updatesPerLook: number;
}

function convolution(filters: number, size: number, stride: number): RaceLayer[] {
  return [['conv', filters, size, stride], ['norm'], ['relu']];
}

/** Chosen by the last 10,000 training digits, with the others to learn from; the test images had no say. */
export const recipes: readonly Recipe[] = [
  {
    target: 0.98,
    layers: [...convolution(16, 5, 2), ...convolution(32, 3, 2), ['flatten']],
    batchSize: 64,
    momentum: 0.9,
    peak: 0.2,
    updates: 520,
    warmup: 0.25,
    firstLook: 440,
    updatesPerLook: 40,
  },
  {
    target: 0.99,
    layers: [
      ...convolution(24, 5, 2),
      ...convolution(48, 3, 1),
      ['pool'],
      ...convolution(64, 3, 1),
      ['flatten'],
    ],
    batchSize: 64,
    momentum: 0.9,
    peak: 0.2,
    updates: 1300,
    warmup: 0.25,
    firstLook: 1100,
    updatesPerLook: 50,
  },
];
