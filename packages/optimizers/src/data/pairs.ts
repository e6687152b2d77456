import { DataError } from '@neutype/errors';
import { fitTargets, toInput } from './fit.js';
import { checkFinite, checkUnlessLarge } from './inspect.js';
import { type Data, samplesOf } from './namedArrays.js';
import type { InputPort, OutputPort, Ports } from './ports.js';
import type { Samples } from './samples.js';

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
 * @param check refuses values that cannot be computed with, if not all are to be looked at here
 * @throws DataError, ShapeError for anything that cannot be learnt from
 */
export function toPairs(
  ports: Ports,
  [x, y]: readonly [Data, Data],
  [xName, yName]: PairNames,
  check: (samples: Samples) => void = checkFinite,
): Pairs {
  const inputs = toInputSamples(ports, x, xName);
  const rawTargets = samplesOf(y, ports.outputs, yName);
  const count = (inputs[0] as Samples).count;
  checkCounts([...inputs, ...rawTargets], (samples) => rawTargets.includes(samples));
  for (const samples of [...inputs, ...rawTargets]) check(samples);
  const targets = ports.outputs.map((port, index) => checkedTargets(port, rawTargets[index] as Samples));
  return { inputs, targets, count };
}

/** Reads samples for every input. @throws DataError, ShapeError for those that do not fit */
export function toInputSamples({ inputs }: Pick<Ports, 'inputs'>, x: Data, name: string): Samples[] {
  return samplesOf(x, inputs, name).map((samples, index) => {
    return toInput(samples, inputs[index] as InputPort);
  });
}

/** @throws DataError where one has another number of samples than the first */
export function checkCounts(
  all: readonly Samples[],
  areTargets: (samples: Samples) => boolean = () => false,
): void {
  const [first] = all as readonly [Samples];
  const other = all.find(({ count }) => count !== first.count);
  if (!other) return;
  const what = areTargets(other) ? 'targets' : 'samples';
  throw new DataError({
    where: `${first.name} and ${other.name}`,
    expected: `as many ${what === 'targets' ? 'targets as samples' : 'samples in both'}`,
    received: `${first.count} samples and ${other.count} ${what}`,
    remedy: 'Row i of one must belong to row i of the other.',
  });
}

function checkedTargets({ loss, shape }: OutputPort, targets: Samples): Samples {
  loss.checkTargets?.({ data: targets.data, shape: [targets.count, ...targets.shape] }, shape);
  return fitTargets(targets, loss.targetShapes?.(shape) ?? [shape]);
}

/** Reads the validation data of `train`, which come both or not at all. Large ones are left to `checkLarge`. */
export function toValidationPairs(
  ports: Ports,
  xTest: Data | undefined,
  yTest: Data | undefined,
): Pairs | undefined {
  if (xTest === undefined && yTest === undefined) return undefined;
  if (xTest !== undefined && yTest !== undefined)
    return toPairs(ports, [xTest, yTest], ['xTest', 'yTest'], checkUnlessLarge);
  throw new DataError({
    where: 'train',
    expected: 'xTest and yTest together, or neither',
    received: xTest === undefined ? 'yTest alone' : 'xTest alone',
  });
}
