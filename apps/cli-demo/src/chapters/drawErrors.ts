import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Optimizer } from '@neutype/optimizers';
import { plotErrors } from '@neutype/plots';
import type { Output } from '../output/output.js';

/** Draws how the losses went, here and as a picture in the directory `out`. */
export async function drawErrors(
  optimizer: Optimizer,
  out: string | undefined,
  output: Output,
): Promise<void> {
  if (optimizer.history.train.length === 0) {
    output.print('Training was stopped before its first update: there is nothing to draw.');
    return;
  }
  output.code('plotErrors(optimizer).toText()');
  const plot = plotErrors(optimizer);
  output.print(plot.toText(output.plots));
  if (out === undefined) return;
  const file = join(out, 'training-errors.svg');
  await writeFile(file, plot.toSvg());
  output.print(`\nThe same as a picture: ${file}`);
}
