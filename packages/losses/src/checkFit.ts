import type { Model, OutputKind } from '@neutype/core';
import { escapeControls, OptionError } from '@neutype/errors';
import type { Loss } from './loss.js';

/** What a loss has to know of the network that it is to train. */
export type NetworkEnd = Pick<Model, 'outputs' | 'outputShape' | 'outputActivation'>;

/**
 * Holds a loss against the end of a network.
 *
 * @returns what is odd about the two, though it may be meant
 * @throws OptionError where nothing can be learnt, with the pair that fits
 */
export function checkFit(loss: Loss, network: NetworkEnd): string | undefined {
  const { expects } = loss;
  const kind = network.outputs?.kind;
  const where = nameOf(network);
  if (network.outputActivation === 'softmax' && outputsOf(network) === 1) throw alwaysOne(loss, where);
  if (expects === undefined || kind === undefined) return undefined;
  if (kind === 'probabilities' && expects === 'distribution' && outputsOf(network) === 1) {
    throw singleOutput(loss, where);
  }
  if (kind === 'logarithms' || expects === 'logarithms') return checkLogarithms(loss, where, network);
  if (kind === 'numbers' && expects !== 'numbers') {
    throw new OptionError({
      where: 'option loss',
      expected: `${WANTED[expects]}, for ${loss.name}`,
      received: `${where}, whose outputs are of any size`,
      remedy: `${remedyFor(expects, outputsOf(network))} For outputs of any size there is the loss mse.`,
    });
  }
  if (kind === 'probabilities' && expects === 'distribution') return notADistribution(loss, where, network);
  if (kind === 'distribution' && expects === 'numbers') return slowBehindSoftmax(loss, where);
  return undefined;
}

/** Logarithms would pass for numbers of any size, and where probabilities are meant they are all below 0. */
function checkLogarithms(loss: Loss, where: string, network: NetworkEnd): undefined {
  const { expects = 'numbers', fromLogits } = loss;
  const kind = network.outputs?.kind;
  if (expects === 'numbers' || expects === kind) return undefined;
  const byItself =
    fromLogits?.softmax && expects === 'distribution' ? ' It takes their logarithms by itself.' : '';
  throw new OptionError({
    where: 'option loss',
    expected: `${WANTED[expects]}, for ${loss.name}`,
    received: `${where}, whose outputs are ${kind === 'logarithms' ? 'logarithms of them' : 'none'}`,
    remedy: `${remedyFor(expects, outputsOf(network))}${byItself}`,
  });
}

/** The outputs of a batch, read back. */
export interface OutputValues {
  readonly data: ArrayLike<number>;
  /** `[batch, ...outputShape]` */
  readonly shape: readonly number[];
}

/**
 * Holds a loss against outputs of a network whose layers do not say what they give.
 *
 * @returns what is odd about them, though it may be meant
 * @throws OptionError for values that the loss has no meaning for
 */
export function checkOutputValues(
  loss: Loss,
  network: NetworkEnd,
  { data, shape }: OutputValues,
): string | undefined {
  const { expects } = loss;
  if (expects === undefined || expects === 'numbers') return undefined;
  const where = nameOf(network);
  const [least, most] = expects === 'logarithms' ? [Number.NEGATIVE_INFINITY, 0] : [0, 1];
  const outside = Array.prototype.find.call(
    data,
    (value: number) => !(value >= least - ROUNDING && value <= most + ROUNDING),
  ) as number | undefined;
  if (outside !== undefined) {
    throw new OptionError({
      where: 'option loss',
      expected: `${WANTED[expects]}, for ${loss.name}`,
      received: `${outside} from ${where}`,
      remedy: remedyFor(expects, outputsOf(network)),
    });
  }
  if (expects !== 'distribution' || rowsSumToOne(data, shape.at(-1) ?? 1)) return undefined;
  return notADistribution(loss, where, network);
}

/** What float32 may add to probabilities, and to the sum of a row of them. */
const ROUNDING = 1e-3;

const WANTED: Readonly<Record<Exclude<OutputKind, 'numbers'>, string>> = {
  distribution: 'outputs from 0 to 1 that sum to 1',
  logarithms: 'logarithms of probabilities',
  probabilities: 'outputs from 0 to 1',
};

function nameOf({ outputs }: NetworkEnd): string {
  return outputs === undefined ? 'the network' : `layer ${escapeControls(outputs.layer)}`;
}

function outputsOf({ outputShape }: NetworkEnd): number {
  return outputShape.at(-1) ?? 1;
}

function remedyFor(expects: OutputKind, outputs: number): string {
  if (expects === 'logarithms') return `End the network with logSoftmax(${outputs}).`;
  if (expects === 'probabilities') return `End the network with sigmoid(${outputs}).`;
  return outputs === 1
    ? 'End the network with sigmoid(1), and take the loss binaryCrossentropy.'
    : `End the network with softmax(${outputs}).`;
}

function alwaysOne({ name }: Loss, where: string): OptionError {
  return new OptionError({
    where: 'option loss',
    expected: `outputs that can be learnt, for ${name}`,
    received: `${where} with rows of one value, whose softmax is always 1`,
    remedy: 'Take sigmoid(1) with binaryCrossentropy, or softmax(2) with categoricalCrossentropy.',
  });
}

function singleOutput({ name }: Loss, where: string): OptionError {
  return new OptionError({
    where: 'option loss',
    expected: `an output for each class, for ${name}`,
    received: `${where} with a single one`,
    remedy: 'Take the loss binaryCrossentropy, or softmax(2).',
  });
}

function notADistribution({ name }: Loss, where: string, network: NetworkEnd): string {
  return (
    `${name} is meant for outputs that sum to 1, and those of ${where} do not, so that it is least where all are 1. ` +
    `Take softmax(${outputsOf(network)}), or binaryCrossentropy if a sample may be of several classes.`
  );
}

function slowBehindSoftmax({ name }: Loss, where: string): string {
  return (
    `${where} gives probabilities of classes, behind which ${name} learns slowly. ` +
    "The loss for them is { loss: 'categoricalCrossentropy' }, with class numbers or one-hot rows."
  );
}

function rowsSumToOne(data: ArrayLike<number>, length: number): boolean {
  for (let start = 0; start < data.length; start += length) {
    let sum = 0;
    for (let index = start; index < start + length; index++) sum += data[index] as number;
    if (Math.abs(sum - 1) > ROUNDING) return false;
  }
  return true;
}
