import type { Optimizer, TrainOptions } from '@neutype/optimizers';
import type { Settings } from '../flags.js';
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
  settings: Pick<Settings, 'checkpoint' | 'epochs' | 'resume'>,
  interrupts: Interrupts,
  output: Output,
): Promise<boolean> {
  const options = optionsOf(settings);
  output.code(`await optimizer.train(xTrain, yTrain, xTest, yTest, { ${inCode(options)} });`);
  return interrupts.stoppable(async (signal) => {
    signal.addEventListener('abort', () => optimizer.stop('Ctrl-C was pressed'));
    await optimizer.train(xTrain, yTrain, xTest, yTest, options);
    return signal.aborted;
  });
}

function optionsOf({
  checkpoint,
  epochs,
  resume,
}: Pick<Settings, 'checkpoint' | 'epochs' | 'resume'>): TrainOptions {
  return { epochs, ...(checkpoint !== undefined && { checkpoint }), ...(resume && { resume }) };
}

function inCode(options: TrainOptions): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? `'${value}'` : value}`)
    .join(', ');
}
