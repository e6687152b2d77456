import { NonFiniteError } from '@neutype/errors';
import { NdArray } from '@neutype/ndarray';
import { activateBackend, engineTitle } from './backends.js';
import { configure } from './chapters/configure.js';
import { design } from './chapters/design.js';
import { drawErrors } from './chapters/drawErrors.js';
import { drawMistakes } from './chapters/drawMistakes.js';
import { encodeLabels } from './chapters/encodeLabels.js';
import { explainLogLoss } from './chapters/explainLogLoss.js';
import { farewell } from './chapters/farewell.js';
import { type DigitLoader, showDigits } from './chapters/loadDigits.js';
import { report } from './chapters/report.js';
import { rescale } from './chapters/rescale.js';
import { type Parts, split } from './chapters/split.js';
import { train } from './chapters/train.js';
import { writeReport } from './chapters/writeReport.js';
import type { DatasetName, Settings } from './flags.js';
import type { Interrupts } from './interrupts.js';
import type { Output } from './output/output.js';
import { safe } from './output/safe.js';
import { openOutputFolder } from './outputFolder.js';
import type { CheckedRun, Run } from './report/run.js';

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
  const folder = settings.out === undefined ? undefined : await openOutputFolder(settings.out);
  const backend = await activateBackend(settings.backend, (text) => output.note(text));

  output.chapter('Data preparation');
  const { dataset, parts, mean } = await prepareData(settings, surroundings);

  output.chapter('Model initialization');
  const network = design(output);
  const optimizer = configure(network, settings, output);

  output.chapter('Training');
  const run = { network, optimizer, settings, dataset, trainedOn: parts.xTrain.shape[0]! };
  const finish = () => ({ ...run, seconds: (performance.now() - began) / 1000, finished: new Date() });
  async function reported(finished: Omit<Run, 'engine'>): Promise<string | undefined> {
    return folder && writeReport({ ...finished, engine: await engineTitle(backend) }, folder);
  }
  const stopped = await reportingDivergence(
    () => train(optimizer, parts, settings, interrupts, output),
    (reason) => reported({ ...finish(), outcome: { kind: 'diverged', reason } }),
    output,
  );

  output.chapter('Evaluation');
  drawErrors(optimizer, output);
  explainLogLoss(output);
  const verdict = await report(optimizer, parts, dataset, output);
  const pictures = new NdArray(parts.xTest.data.slice(), parts.xTest.shape).add(mean).reshape(-1, 28, 28);
  drawMistakes(pictures, verdict, output);

  const checked = { ...finish(), outcome: { kind: 'checked', stopped, pictures, verdict } as const };
  // First what cannot fail: a program has its summary even where the files cannot be written.
  summarize(checked, backend, output);
  const page = await reported(checked);
  farewell(page, verdict.accuracy, settings, output);
}

/** Where training diverges, there is a report of that, too, before it is told as the failure that it is. */
async function reportingDivergence<T>(
  training: () => Promise<T>,
  write: (reason: string) => Promise<string | undefined>,
  output: Output,
): Promise<T> {
  try {
    return await training();
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    const page = await write(error.message);
    if (page !== undefined) output.print(`How the loss went, on a page:\n  ${safe(page)}`);
    throw error;
  }
}

/** Keeps only the parts: the whole table is as large as they are together. */
async function prepareData(
  settings: Settings,
  { output, loadDigits }: Surroundings,
): Promise<{ dataset: DatasetName; parts: Parts; mean: NdArray }> {
  const digits = await loadDigits(settings, output);
  showDigits(digits, output);
  const { x, mean } = rescale(digits.images, output);
  const y = encodeLabels(digits.labels, output);
  const dataset = digits.source === 'synthetic' ? 'synthetic' : 'mnist';
  return { dataset, parts: split(x, y, output), mean };
}

function summarize(
  { network, optimizer, settings, dataset, seconds, outcome }: Omit<CheckedRun, 'engine'>,
  backend: string,
  output: Output,
): void {
  const { epochs, batchSize, step, momentum, seed } = settings;
  output.event({
    event: 'summary',
    dataset,
    backend,
    options: { epochs, batchSize, step, momentum, seed },
    epochs: optimizer.lastEpoch,
    stopped: outcome.stopped,
    parameters: network.parameterCount,
    accuracy: outcome.verdict.accuracy,
    seconds: Number(seconds.toFixed(3)),
  });
}
