import type { NdArray } from '@neutype/ndarray';
import { type Random, random } from '@neutype/random';
import { checkBatchSize } from './lastBatch.js';
import { type Sample, type SampleSource, stack } from './sample.js';

export interface StreamBatchOptions {
  /** Samples a batch; 32 by default. */
  readonly batchSize?: number | undefined;
  /** What becomes of samples that do not fill a last batch; `'keep'` (a smaller batch) by default. */
  readonly lastBatch?: 'keep' | 'drop' | undefined;
  /** Samples are drawn at random from this many that are held back; 0, their own order, by default. */
  readonly shuffleBuffer?: number | undefined;
  /** Which order, with `shuffleBuffer`; 0 by default. */
  readonly seed?: number | undefined;
}

/**
 * Batches of samples that come one after the other, from an iterable, an async iterable or a generator: data that need
 * not fit into memory.
 *
 * @param source pairs `[x, y]` of numbers, lists, typed arrays or NdArrays, all of one shape
 * @returns pairs of float32 arrays of shape [batch, …]
 * @throws RangeError for samples of unequal shapes
 *
 * @example
 * ```ts
 * function* squares(): Generator<[number[], number]> {
 *   for (let i = 0; i < 100; i++) yield [[i], i * i];
 * }
 * for await (const [x, y] of streamBatches(squares(), { batchSize: 10 })) console.log(x.shape, y.shape); // [10, 1] [10]
 * ```
 */
export async function* streamBatches(
  source: SampleSource,
  options: StreamBatchOptions = {},
): AsyncGenerator<[x: NdArray<Float32Array>, y: NdArray<Float32Array>]> {
  const { batchSize = 32, lastBatch = 'keep', shuffleBuffer = 0, seed = 0 } = options;
  checkBatchSize(batchSize, lastBatch, 'streamBatches');
  const samples =
    shuffleBuffer > 1 ? shuffled(source, shuffleBuffer, random(seed).split('streamBatches')) : source;
  let batch: Sample[] = [];
  for await (const sample of samples) {
    batch.push(sample);
    if (batch.length < batchSize) continue;
    yield stacked(batch);
    batch = [];
  }
  if (batch.length > 0 && lastBatch === 'keep') yield stacked(batch);
}

/**
 * All samples of a source as two arrays: makes an iterable, an async iterable or a generator usable wherever arrays are.
 *
 * @throws RangeError for samples of unequal shapes
 *
 * @example
 * ```ts
 * const { x, y } = await collect(squares());
 * const [xTrain, xTest, yTrain, yTest] = trainTestSplit(x, y);
 * ```
 */
export async function collect(
  source: SampleSource,
): Promise<{ x: NdArray<Float32Array>; y: NdArray<Float32Array> }> {
  const samples: Sample[] = [];
  for await (const sample of source) samples.push(sample);
  const [x, y] = stacked(samples);
  return { x, y };
}

function stacked(samples: readonly Sample[]): [NdArray<Float32Array>, NdArray<Float32Array>] {
  return [
    stack(
      samples.map(([x]) => x),
      'x',
    ),
    stack(
      samples.map(([, y]) => y),
      'y',
    ),
  ];
}

/** Hands out a random one of the samples held back whenever a new one comes. */
async function* shuffled(source: SampleSource, size: number, draws: Random): AsyncGenerator<Sample> {
  const held: Sample[] = [];
  for await (const sample of source) {
    if (held.length < size) {
      held.push(sample);
      continue;
    }
    const chosen = draws.integer(size);
    yield held[chosen]!;
    held[chosen] = sample;
  }
  yield* draws.shuffle(held);
}
