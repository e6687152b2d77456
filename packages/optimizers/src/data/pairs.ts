import { DataError } from '@neutype/errors';
import type { ArrayInput } from '@neutype/ndarray';
import { fitSamples, fitTargets } from './fit.js';
import { checkFinite } from './inspect.js';
import type { OutputPort, Ports } from './ports.js';
import { type Samples, toSamples } from './samples.js';

/** Samples in arrays, with their targets: an array for each input and each output of a model, all equally long. */
export interface Pairs {
  readonly inputs: readonly Samples[];
  readonly targets: readonly Samples[];
  /** What each sample counts. All count the same without. */
  readonly weights?: Float64Array | undefined;
  /** Which of them are meant, in this order; all, as they lie, without. */
  readonly rows?: Uint32Array | undefined;
  /** How many are meant. */
  readonly count: number;
}

/** The names of two arguments, for messages. */
export type PairNames = readonly [x: string, y: string];

/**
 * Reads and checks samples with their targets.
 *
 * @throws DataError, ShapeError for anything that cannot be learnt from
 */
export function toPairs(
  ports: Ports,
  [x, y]: readonly [ArrayInput, ArrayInput],
  [xName, yName]: PairNames,
): Pairs {
  const inputs = ports.inputs.map(({ shape }) => fitSamples(toSamples(x, xName), shape));
  const rawTargets = ports.outputs.map(() => toSamples(y, yName));
  const count = (inputs[0] as Samples).count;
  for (const samples of [...inputs, ...rawTargets]) checkCounts(inputs[0] as Samples, samples);
  for (const samples of [...inputs, ...rawTargets]) checkFinite(samples);
  const targets = ports.outputs.map((port, index) => checkedTargets(port, rawTargets[index] as Samples));
  return { inputs, targets, count };
}

function checkCounts(first: Samples, other: Samples): void {
  if (first.count === other.count) return;
  throw new DataError({
    where: `${first.name} and ${other.name}`,
    expected: 'as many targets as samples',
    received: `${first.count} samples and ${other.count} targets`,
    remedy: 'Row i of one must belong to row i of the other.',
  });
}

function checkedTargets({ loss, shape }: OutputPort, targets: Samples): Samples {
  loss.checkTargets?.({ data: targets.data, shape: [targets.count, ...targets.shape] }, shape);
  return fitTargets(targets, loss.targetShapes?.(shape) ?? [shape]);
}

/** Reads the validation data of `train`, which come both or not at all. */
export function toValidationPairs(
  ports: Ports,
  xTest: ArrayInput | undefined,
  yTest: ArrayInput | undefined,
): Pairs | undefined {
  if (xTest === undefined && yTest === undefined) return undefined;
  if (xTest !== undefined && yTest !== undefined) return toPairs(ports, [xTest, yTest], ['xTest', 'yTest']);
  throw new DataError({
    where: 'train',
    expected: 'xTest and yTest together, or neither',
    received: xTest === undefined ? 'yTest alone' : 'xTest alone',
  });
}
