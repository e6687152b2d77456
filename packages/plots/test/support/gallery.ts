import { readFileSync } from 'node:fs';
import {
  hinton,
  imshow,
  type Plot,
  plotConfusionMatrix,
  plotErrors,
  plotHistograms,
  plotImages,
  plotLearningRate,
  plotMetrics,
  plotMistakes,
  plotNetwork,
  plotPrecisionRecallCurve,
  plotRangeTest,
  plotRocCurve,
  plotSchedule,
  plotWeights,
  type RangeTestSource,
  type ScheduleSource,
  saliencyMap,
} from '../../src/index.js';

/** A small network on scikit-learn's 8×8 digits, trained with PyTorch (tools/golden/plots.py). */
export interface DigitsRun {
  readonly train: number[];
  readonly valid: number[];
  readonly accuracy: number[];
  readonly updatesPerEpoch: number;
  readonly images: number[][];
  readonly labels: number[];
  readonly probabilities: number[][];
  readonly weights: number[][];
  readonly outputWeights: number[][];
  readonly hidden: number[];
  readonly output: number[];
  readonly gradient: number[];
}

export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')) as T;
}

export function digitsRun(): DigitsRun {
  return golden<DigitsRun>('digits.json');
}

function confusionOf({ labels, probabilities }: DigitsRun): number[][] {
  const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  for (const [index, label] of labels.entries()) {
    const row = probabilities[index]!;
    counts[label]![row.indexOf(Math.max(...row))]!++;
  }
  return counts;
}

/** One of each plot there is. */
export function gallery(): Record<string, Plot> {
  const run = digitsRun();
  return {
    errors: plotErrors(run),
    metrics: plotMetrics({ validation: run.accuracy }, { title: 'Accuracy', yLabel: 'Accuracy' }),
    confusionMatrix: plotConfusionMatrix(confusionOf(run)),
    roc: plotRocCurve(run.labels, run.probabilities),
    precisionRecall: plotPrecisionRecallCurve(run.labels, run.probabilities),
    digit: imshow(run.images[0]!, { title: 'imshow' }),
    images: plotImages(run.images, { labels: run.labels, count: 20 }),
    mistakes: plotMistakes(run.images, run.labels, run.probabilities, { count: 12 }),
    weights: plotWeights(run.weights, { columns: 8 }),
    hinton: hinton(run.outputWeights),
    histograms: plotHistograms({ hidden: run.hidden, output: run.output }, { title: 'Activations' }),
    saliency: saliencyMap(run.images[0]!, run.gradient, { predicted: run.labels[0]! }),
    network: branchedNetwork(),
    schedule: plotSchedule(warmRestarts, { epochs: 14, updatesPerEpoch: 20 }),
    learningRate: plotLearningRate({
      epochs: [0.1, 0.1, 0.05, 0.025].map((step, i) => ({ epoch: i + 1, step })),
    }),
    rangeTest: plotRangeTest(golden<RangeTestSource>('rangeTest.json')),
  };
}

/** A cosine over two, four and eight epochs. */
export const warmRestarts: ScheduleSource = {
  name: 'warmRestarts',
  at: ({ epoch }) => {
    const [begun, length] = epoch < 2 ? [0, 2] : epoch < 6 ? [2, 4] : [6, 8];
    return 0.05 * (1 + Math.cos((Math.PI * (epoch - begun)) / length));
  },
  toString: () => 'warmRestarts(0.1, { epochs: 2, growth: 2 })',
};

export function branchedNetwork(): Plot {
  return plotNetwork({
    layers: [
      { name: 'input', outputShape: [28, 28, 1] },
      {
        name: 'conv2d-1',
        outputShape: [26, 26, 32],
        parameters: { weight: { shape: [3, 3, 1, 32] }, bias: { shape: [32] } },
      },
      {
        name: 'conv2d-2',
        outputShape: [26, 26, 32],
        parameters: { weight: { shape: [1, 1, 1, 32] } },
        inputs: ['input'],
      },
      { name: 'concatenate', outputShape: [26, 26, 64], inputs: ['input', 'conv2d-1', 'conv2d-2'] },
      {
        name: 'softmax',
        outputShape: [10],
        parameters: { weight: { shape: [43264, 10] }, bias: { shape: [10] } },
      },
    ],
  });
}
