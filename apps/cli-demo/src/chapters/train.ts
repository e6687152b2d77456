import type { Optimizer } from '@neutype/optimizers';
import type { Interrupts } from '../interrupts.js';
import type { Output } from '../output/output.js';
import type { Parts } from './split.js';

/** Trains, unless and until Ctrl-C stops it. */
export async function train(
  optimizer: Optimizer,
  { xTrain, yTrain, xTest, yTest }: Parts,
  epochs: number,
  interrupts: Interrupts,
  output: Output,
): Promise<void> {
  output.code(`await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: ${epochs} });`);
  await interrupts.stoppable((signal) => optimizer.train(xTrain, yTrain, xTest, yTest, { epochs, signal }));
}
