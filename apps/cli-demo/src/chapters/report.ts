import { accuracyScore, classificationReport } from '@neutype/metrics';
import type { Optimizer } from '@neutype/optimizers';
import type { Output } from '../output/output.js';
import type { Parts } from './split.js';

/** How well the network reads images that it has not seen; returns the share that it reads right. */
export async function report(optimizer: Optimizer, { xTest, yTest }: Parts, output: Output): Promise<number> {
  output.code(
    'const predicted = (await optimizer.predict(xTest)).argmax(1);',
    'classificationReport(yTest.argmax(1), predicted)',
  );
  const predicted = (await optimizer.predict(xTest)).argmax(1);
  const actual = yTest.argmax(1);
  output.print(classificationReport(actual, predicted));
  const accuracy = accuracyScore(actual, predicted);
  output.print(`Validation accuracy: ${(100 * accuracy).toFixed(2)}%`);
  return accuracy;
}
