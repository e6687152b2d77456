import { parseExpression } from '../../shared/architecture/parseExpression.js';
import { optimizerPlan, variationsPlan } from '../../shared/plan/optimizerPlan.js';
import { DIGIT_PIXELS, DIGIT_SIDE, SPLIT, SYNTHETIC, TRAINING_DIGITS } from '../../shared/recipe.js';
import type { DatasetName, Settings } from '../../shared/settings.js';
import { callsIn, printCode, printEntries } from './printCode.js';

/** What gives the digits, and the lines that load them. */
const DATA: Readonly<Record<DatasetName, { readonly source: readonly string[]; readonly load: string }>> = {
  mnist: { source: ['mnist784'], load: 'const { images, labels } = await mnist784();' },
  synthetic: {
    source: ['syntheticDigits'],
    load: `const { images, labels } = syntheticDigits({ samples: ${SYNTHETIC.samples}, seed: ${SYNTHETIC.seed} });`,
  },
  own: {
    source: [],
    load: `// Folders called 0 to 9 with light digits on dark ground, of ${DIGIT_SIDE} by ${DIGIT_SIDE} pixels. Others must be cropped and centered first, as the page does.
const folder = await imageFolder('digits', { channels: 1, size: [${DIGIT_SIDE}, ${DIGIT_SIDE}] });
const { labels } = folder;
const images = folder.images.reshape(-1, ${DIGIT_PIXELS});`,
  },
};

/**
 * A TypeScript program that does what this page does with these settings.
 *
 * @param inputShape the shape of one image that the network takes
 */
export function reproducingCode(settings: Settings, inputShape: readonly number[]): string {
  const { code, called } = parseExpression(settings.architecture);
  const { optimizer } = settings;
  const { load } = DATA[settings.dataset];
  const reshape = inputShape.join() === `${DIGIT_PIXELS}` ? '' : `.reshape(-1, ${inputShape.join(', ')})`;
  const options = [...printEntries(optimizerPlan(settings)), 'verbose: true'];
  return `${imports(settings, called)}
${load}
const x = images.toFloat32().divide(255);
x.subtract(x.mean(0));
const [xTrain, xTest, yTrain, yTest] = trainTestSplit(x${reshape}, oneHot(labels), ${splitOptions(settings)});

const network = ${code};
const optimizer = ${optimizer}(network, {
${options.map((option) => `  ${option},`).join('\n')}
});
${training(settings, reshape)}
const predicted = (await optimizer.predict(xTest)).argmax(1);
console.log(classificationReport(yTest.argmax(1), predicted));
console.log(accuracyScore(yTest.argmax(1), predicted));
`;
}

function imports(settings: Settings, layers: readonly string[]): string {
  const calls = callsIn(optimizerPlan(settings));
  const from = (module: string) => calls.filter((call) => call.from === module).map(({ name }) => name);
  const varying = variationsPlan(settings) ? ['augment', 'batches', 'mapBatches'] : [];
  const modules: readonly (readonly [string, readonly string[]])[] = [
    ['datasets', ['oneHot', ...DATA[settings.dataset].source, 'trainTestSplit', ...varying]],
    ['datasets/files', settings.dataset === 'own' ? ['imageFolder'] : []],
    ['layers', layers],
    ['losses', from('@neutype/losses')],
    ['metrics', ['accuracyScore', 'classificationReport']],
    ['optimizers', [settings.optimizer, ...from('@neutype/optimizers')]],
  ];
  const lines = modules
    .filter(([, names]) => names.length > 0)
    .map(
      ([module, names]) => `import { ${[...new Set(names)].sort().join(', ')} } from '@neutype/${module}';\n`,
    );
  return `import '@neutype/backend-cpu';\n${lines.join('')}`;
}

function splitOptions({ dataset, trainingDigits }: Settings): string {
  const isPart = trainingDigits > 0 && trainingDigits < TRAINING_DIGITS[dataset];
  return `{ testSize: 1 / 7, ${isPart ? `trainSize: ${trainingDigits}, ` : ''}seed: ${SPLIT.seed} }`;
}

function training(settings: Settings, reshape: string): string {
  const { epochs, batchSize, seed } = settings;
  const variations = variationsPlan(settings);
  if (!variations) return `await optimizer.train(xTrain, yTrain, xTest, yTest, { epochs: ${epochs} });\n`;
  const varied = reshape ? `vary(x.reshape(-1, ${DIGIT_PIXELS}))${reshape}` : 'vary(x)';
  return `
const vary = ${printCode(variations)};
const dealt = batches(xTrain, yTrain, ${printCode({ batchSize, seed })});
await optimizer.train(
  mapBatches(dealt, ([x, y]) => [${varied}, y]),
  { validation: { x: xTest, y: yTest }, epochs: ${epochs} },
);
`;
}
