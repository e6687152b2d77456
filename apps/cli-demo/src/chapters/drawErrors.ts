import type { Optimizer } from '@neutype/optimizers';
import { plotErrors } from '@neutype/plots';
import type { Output } from '../output/output.js';

/** Draws how the losses went. */
export function drawErrors(optimizer: Optimizer, output: Output): void {
  if (optimizer.history.train.length === 0) {
    output.print('Training was stopped before its first update: there is nothing to draw.');
    return;
  }
  output.say(
    'The loss of each batch, before its update, and that of the images kept aside, after each epoch:',
  );
  output.code('plotErrors(optimizer).toText()');
  output.print(plotErrors(optimizer).toText(output.plots));
}
