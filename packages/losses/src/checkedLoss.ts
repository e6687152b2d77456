import type { OutputKind } from '@neutype/core';
import { checkChoice, checkFlag, checkFunction, OptionError, shown } from '@neutype/errors';
import { mean, type Scalar, tidy } from '@tensorflow/tfjs-core';
import type { Loss } from './loss.js';

/** A loss that gives the loss of each sample, of which the mean is taken. */
export interface SampleLoss extends Omit<Loss, 'compute' | 'computeEach'> {
  readonly compute?: undefined;
  computeEach: NonNullable<Loss['computeEach']>;
}

/**
 * A custom loss, with the mean over samples where it gives only those.
 *
 * @throws OptionError where one of its parts would be passed over, or fail in training
 */
export function checkedLoss(loss: Loss | SampleLoss): Loss {
  const { name, expects, replayable, fromLogits, ...parts } = loss as Partial<Loss>;
  if (name !== undefined && typeof name !== 'string') throw unexpected('name', 'a text', name);
  if (expects !== undefined) checkChoice('option loss, expects', expects, OUTPUT_KINDS);
  if (replayable !== undefined) checkFlag('option loss, replayable', replayable);
  for (const [part, wanted] of FUNCTIONS) {
    if (parts[part] !== undefined) checkFunction(`option loss, ${part}`, parts[part], wanted);
  }
  if (fromLogits !== undefined) checkFromLogits(fromLogits);
  return loss.compute === undefined ? { ...loss, compute: meanOfEach(loss.computeEach) } : loss;
}

const OUTPUT_KINDS: readonly OutputKind[] = ['distribution', 'logarithms', 'probabilities', 'numbers'];

const FUNCTIONS = [
  ['compute', 'a function of targets and outputs'],
  ['computeEach', 'a function of targets and outputs'],
  ['afterMean', 'a function of the mean over samples'],
  ['targetShapes', 'a function of the shape of outputs'],
  ['checkTargets', 'a function of targets'],
] as const;

function meanOfEach(computeEach: SampleLoss['computeEach']): Loss['compute'] {
  return (targets, outputs) => tidy(() => mean(computeEach(targets, outputs)) as Scalar);
}

function checkFromLogits(fromLogits: NonNullable<Loss['fromLogits']>): void {
  if (typeof fromLogits !== 'object' || fromLogits === null) {
    throw unexpected('fromLogits', 'computations by the names of activations', fromLogits);
  }
  for (const activation of ['softmax', 'sigmoid'] as const) {
    const computation = fromLogits[activation];
    if (computation === undefined) continue;
    const { compute, computeEach } = computation;
    const where = `option loss, fromLogits, ${activation}`;
    checkFunction(`${where}, compute`, compute, 'a function of targets and logits');
    if (computeEach !== undefined) {
      checkFunction(`${where}, computeEach`, computeEach, 'a function of targets and logits');
    }
  }
}

function unexpected(part: string, expected: string, value: unknown): OptionError {
  return new OptionError({ where: `option loss, ${part}`, expected, received: shown(value) });
}
