import { parseExpression } from '../../shared/architecture/parseExpression.js';
import { DIGIT_PIXELS, SPLIT, SYNTHETIC } from '../../shared/recipe.js';
import type { Settings } from '../../shared/settings.js';

/**
 * A TypeScript program that does what this page does with these settings.
 *
 * @param inputShape the shape of one image that the network takes
 */
export function reproducingCode(settings: Settings, inputShape: readonly number[]): string {
  const { code, called } = parseExpression(settings.architecture);
  const load =
    settings.dataset === 'mnist'
      ? 'const { images, labels } = await mnist784();'
      : `const { images, labels } = syntheticDigits({ samples: ${SYNTHETIC.samples}, seed: ${SYNTHETIC.seed} });`;
  const source = settings.dataset === 'mnist' ? 'mnist784' : 'syntheticDigits';
  const x = inputShape.join() === `${DIGIT_PIXELS}` ? 'x' : `x.reshape(-1, ${inputShape.join(', ')})`;
  return `import '@neutype/backend-cpu';
import { ${['oneHot', source, 'trainTestSplit'].sort().join(', ')} } from '@neutype/datasets';
import { ${called.join(', ')} } from '@neutype/layers';
import { accuracyScore, classificationReport } from '@neutype/metrics';
import { ${settings.optimizer} } from '@neutype/optimizers';

${load}
const x = images.toFloat32().divide(255);
x.subtract(x.mean(0));
const [xTrain, xTest, yTrain, yTest] = trainTestSplit(${x}, oneHot(labels), { testSize: 1 / 7, seed: ${SPLIT.seed} });

const network = ${code};
const optimizer = ${settings.optimizer}(network, {
  loss: 'categoricalCrossentropy',
  batchSize: ${settings.batchSize},
  step: ${settings.step},${momentumOptions(settings)}
  shuffleData: true,
  seed: ${settings.seed},
  verbose: true,
});
await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: ${settings.epochs} });

const predicted = (await optimizer.predict(xTest)).argmax(1);
console.log(classificationReport(yTest.argmax(1), predicted));
console.log(accuracyScore(yTest.argmax(1), predicted));
`;
}

function momentumOptions({ optimizer, momentum, nesterov }: Settings): string {
  return optimizer === 'momentum' ? `\n  momentum: ${momentum},\n  nesterov: ${nesterov},` : '';
}
