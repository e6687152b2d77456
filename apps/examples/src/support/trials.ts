import { parseArgs } from 'node:util';
import type { LabeledImages, StandardSplit } from 'neutype';
import { expectAtLeast } from './target.js';

/** How an example is tried: how long each training is, and with which seeds. */
export interface Trials {
  readonly epochs: number;
  /** How many trainings, each from a seed of its own: 0, 1, 2, … */
  readonly seeds: number;
}

/** One training: learns from some images, and tells the share of the others that it gets right. */
export type Trial = (
  learned: LabeledImages,
  measured: LabeledImages,
  moment: { readonly epochs: number; readonly seed: number },
) => Promise<number>;

/**
 * Trains once for each seed, and expects of the mean accuracy that it reaches a target.
 *
 * All training images are learned, and the test images are measured. With `--validate` on the command line it is as it was when
 * the settings were chosen: the last sixth of the training images is measured, and the test images are not looked at.
 * `--epochs` and `--seeds` take the place of the example's own numbers.
 */
export async function expectMeanAccuracy(
  target: number,
  data: StandardSplit,
  usual: Trials,
  trial: Trial,
): Promise<void> {
  const { epochs, seeds, validate } = commandLine(usual);
  const [learned, measured] = validate ? withoutLastSixth(data.train) : [data.train, data.test];
  const accuracies: number[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const began = performance.now();
    const accuracy = await trial(learned, measured, { epochs, seed });
    accuracies.push(accuracy);
    console.log(`seed ${seed}: ${accuracy}, in ${Math.round((performance.now() - began) / 1000)} s`);
  }
  const mean = accuracies.reduce((sum, each) => sum + each, 0) / seeds;
  const images = validate ? 'training images held back' : 'test images';
  expectAtLeast(`Mean accuracy on the ${images}, seeds: ${seeds}`, Number(mean.toFixed(5)), target);
}

function commandLine(usual: Trials): Trials & { readonly validate: boolean } {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: {
      epochs: { type: 'string', default: String(usual.epochs) },
      seeds: { type: 'string', default: String(usual.seeds) },
      validate: { type: 'boolean', default: false },
    },
  });
  return { epochs: Number(values.epochs), seeds: Number(values.seeds), validate: values.validate };
}

function withoutLastSixth({ images, labels }: LabeledImages): [learned: LabeledImages, held: LabeledImages] {
  const count = images.shape[0] ?? 0;
  const end = Math.floor((count * 5) / 6);
  return [
    { images: images.rows(0, end), labels: labels.rows(0, end) },
    { images: images.rows(end), labels: labels.rows(end) },
  ];
}
