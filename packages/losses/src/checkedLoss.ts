import type { OutputKind } from '@neutype/core';
import { checkChoice, checkFlag, checkFunction, OptionError, shown } from '@neutype/errors';
import type { Loss } from './loss.js';

/**
 * A custom loss, unchanged.
 *
 * @throws OptionError where one of its parts would be passed over, or fail in training
 */
export function checkedLoss(loss: Loss): Loss {
  const { name, expects, replayable, checkTargets, fromLogits } = loss as Partial<Loss>;
  if (name !== undefined && typeof name !== 'string') throw unexpected('name', 'a text', name);
  if (expects !== undefined) checkChoice('option loss, expects', expects, OUTPUT_KINDS);
  if (replayable !== undefined) checkFlag('option loss, replayable', replayable);
  if (checkTargets !== undefined) {
    checkFunction('option loss, checkTargets', checkTargets, 'a function of targets');
  }
  if (fromLogits !== undefined) checkFromLogits(fromLogits);
  return loss;
}

function checkFromLogits(fromLogits: NonNullable<Loss['fromLogits']>): void {
  if (typeof fromLogits !== 'object' || fromLogits === null) {
    throw unexpected('fromLogits', 'functions by the names of activations', fromLogits);
  }
  for (const activation of ['softmax', 'sigmoid'] as const) {
    const compute = fromLogits[activation];
    if (compute === undefined) continue;
    checkFunction(`option loss, fromLogits, ${activation}`, compute, 'a function of targets and logits');
  }
}

const OUTPUT_KINDS: readonly OutputKind[] = ['distribution', 'probabilities', 'numbers'];

function unexpected(part: string, expected: string, value: unknown): OptionError {
  return new OptionError({ where: `option loss, ${part}`, expected, received: shown(value) });
}
