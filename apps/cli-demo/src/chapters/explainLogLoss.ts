import { logLoss } from '@neutype/metrics';
import type { Output } from '../output/output.js';

/** Why the validation loss may rise while the network gets no worse: two models, and what the loss says of them. */
export function explainLogLoss(output: Output): void {
  output.say(
    'The validation loss may rise while the network gets no worse, for the loss counts certainty, too. Two models that ' +
      'predict three samples:',
  );
  const actual = [1, 1, 0];
  const models = [
    { prediction: [0.9, 0.9, 0.6], verdict: 'two right, one wrong' },
    { prediction: [0.6, 0.6, 0.4], verdict: 'all right, but less certain' },
  ];
  for (const { prediction, verdict } of models) {
    output.code(`logLoss([${actual.join(', ')}], [${prediction.join(', ')}])   // ${verdict}`);
    output.print(logLoss(actual, prediction).toFixed(5));
  }
  output.print('The second model is the better one, and has the larger loss: accuracy tells more.');
}
