/**
 * Draws the pictures of the README: `npm run build && node packages/plots/docs/gallery.mjs`.
 *
 * The run they show is a small network on scikit-learn's 8×8 digits, stored in test/golden/digits.json; the range test is one
 * of a network of 784-100-10 on MNIST.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as plots from '../dist/index.js';

const run = read('digits');

function read(name) {
  return JSON.parse(readFileSync(new URL(`../test/golden/${name}.json`, import.meta.url), 'utf8'));
}

/** Every plot of the package, drawn from the stored run. */
export const gallery = {
  errors: plots.plotErrors(run),
  metrics: plots.plotMetrics({ validation: run.accuracy }, { title: 'Accuracy', yLabel: 'Accuracy' }),
  'confusion-matrix': plots.plotConfusionMatrix(confusion(run)),
  roc: plots.plotRocCurve(run.labels, run.probabilities),
  'precision-recall': plots.plotPrecisionRecallCurve(run.labels, run.probabilities),
  digit: plots.imshow(run.images[0], { title: 'imshow' }),
  samples: plots.plotImages(run.images, { labels: run.labels, count: 30 }),
  mistakes: plots.plotMistakes(run.images, run.labels, run.probabilities, { count: 12 }),
  weights: plots.plotWeights(run.weights, { columns: 8 }),
  hinton: plots.hinton(run.outputWeights.slice(0, 12)),
  histograms: plots.plotHistograms({ hidden: run.hidden, output: run.output }, { title: 'Activations' }),
  saliency: plots.saliencyMap(run.images[0], run.gradient, { predicted: run.labels[0] }),
  schedule: plots.plotSchedule(
    {
      name: 'warmRestarts',
      at: ({ epoch }) => {
        const [begun, length] = epoch < 2 ? [0, 2] : epoch < 6 ? [2, 4] : [6, 8];
        return 0.05 * (1 + Math.cos((Math.PI * (epoch - begun)) / length));
      },
      toString: () => 'warmRestarts(0.1, { epochs: 2, growth: 2 })',
    },
    { epochs: 14, updatesPerEpoch: 20 },
  ),
  'range-test': plots.plotRangeTest(read('rangeTest')),
  network: plots.plotNetwork({
    layers: [
      { name: 'input', outputShape: [64] },
      {
        name: 'relu-1',
        outputShape: [32],
        parameters: { weight: { shape: [64, 32] }, bias: { shape: [32] } },
      },
      {
        name: 'softmax-1',
        outputShape: [10],
        parameters: { weight: { shape: [32, 10] }, bias: { shape: [10] } },
      },
    ],
  }),
};

function confusion({ labels, probabilities }) {
  const counts = Array.from({ length: 10 }, () => new Array(10).fill(0));
  for (const [index, label] of labels.entries()) {
    counts[label][probabilities[index].indexOf(Math.max(...probabilities[index]))]++;
  }
  return counts;
}

const folder = new URL('./gallery/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, plot] of Object.entries(gallery)) {
  for (const theme of ['light', 'dark'])
    writeFileSync(new URL(`${name}-${theme}.svg`, folder), plot.toSvg({ theme }));
}
