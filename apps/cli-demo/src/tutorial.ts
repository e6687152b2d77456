import { mkdir } from 'node:fs/promises';
import type { NdArray } from '@neutype/ndarray';
import { activateBackend } from './backends.js';
import { configure } from './chapters/configure.js';
import { design } from './chapters/design.js';
import { drawErrors } from './chapters/drawErrors.js';
import { encodeLabels } from './chapters/encodeLabels.js';
import { explainLogLoss } from './chapters/explainLogLoss.js';
import { type DigitLoader, showDigits } from './chapters/loadDigits.js';
import { report } from './chapters/report.js';
import { rescale } from './chapters/rescale.js';
import { type Parts, split } from './chapters/split.js';
import { train } from './chapters/train.js';
import { writeReport } from './chapters/writeReport.js';
import type { DatasetName, Settings } from './flags.js';
import type { Interrupts } from './interrupts.js';
import type { Output } from './output/output.js';

/** What the tutorial needs from outside. */
export interface Surroundings {
  readonly output: Output;
  readonly interrupts: Interrupts;
  readonly loadDigits: DigitLoader;
}

/** The tutorial, chapter by chapter. */
export async function tutorial(settings: Settings, surroundings: Surroundings): Promise<void> {
  const { interrupts, output } = surroundings;
  const began = performance.now();
  if (settings.out !== undefined) await mkdir(settings.out, { recursive: true });
  const backend = await activateBackend(settings.backend, (text) => output.note(text));

  output.chapter('Data preparation');
  const { dataset, parts, mean } = await prepareData(settings, surroundings);

  output.chapter('Model initialization');
  const network = design(output);
  const optimizer = configure(network, settings, output);

  output.chapter('Training');
  await train(optimizer, parts, settings.epochs, interrupts, output);

  output.chapter('Evaluation');
  drawErrors(optimizer, output);
  output.print('');
  explainLogLoss(output);
  output.print('');
  const accuracy = await report(optimizer, parts, output);
  if (settings.out !== undefined)
    await writeReport(optimizer, network, { ...parts, mean }, settings.out, output);

  output.event({
    event: 'summary',
    dataset,
    backend,
    seed: settings.seed,
    parameters: network.parameterCount,
    accuracy,
    seconds: Number(((performance.now() - began) / 1000).toFixed(3)),
  });
}

/** Keeps only the parts: the whole table is as large as they are together. */
async function prepareData(
  settings: Settings,
  { output, loadDigits }: Surroundings,
): Promise<{ dataset: DatasetName; parts: Parts; mean: NdArray }> {
  const digits = await loadDigits(settings, output);
  showDigits(digits, output);
  const { x, mean } = rescale(digits.images, output);
  const y = encodeLabels(digits.labels, settings.seed, output);
  const dataset = digits.source === 'synthetic' ? 'synthetic' : 'mnist';
  return { dataset, parts: split(x, y, output), mean };
}
