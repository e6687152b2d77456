import type { Optimizer } from '@neutype/optimizers';
import type { Interrupts } from '../interrupts.js';
import type { Output } from '../output/output.js';
import type { Parts } from './split.js';

/**
 * Trains, unless and until Ctrl-C stops it.
 *
 * @returns whether Ctrl-C stopped it
 */
export async function train(
  optimizer: Optimizer,
  { xTrain, yTrain, xTest, yTest }: Parts,
  epochs: number,
  interrupts: Interrupts,
  output: Output,
): Promise<boolean> {
  output.code(`await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: ${epochs} });`);
  return interrupts.stoppable(async (signal) => {
    signal.addEventListener('abort', () => optimizer.stop('Ctrl-C was pressed'));
    await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs });
    return signal.aborted;
  });
}
