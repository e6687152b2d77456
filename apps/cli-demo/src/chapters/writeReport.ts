import { join } from 'node:path';
import { confusionMatrix } from '@neutype/metrics';
import {
  type Plot,
  plotConfusionMatrix,
  plotErrors,
  plotMistakes,
  plotNetwork,
  plotPrecisionRecallCurve,
  plotRocCurve,
} from '@neutype/plots';
import type { OutputFolder } from '../outputFolder.js';
import { reportPage } from '../report/page.js';
import type { CheckedRun, Run } from '../report/run.js';
import { plotFirstWeights } from '../report/sections/network.js';

/**
 * The run on one page, and the plots that there are of it each as an SVG.
 *
 * @returns the page's path
 */
export async function writeReport(run: Run, folder: OutputFolder): Promise<string> {
  for (const [name, plot] of Object.entries(await plotsOf(run)))
    await folder.write(`${name}.svg`, plot.toSvg());
  await folder.write('report.html', await reportPage(run));
  return join(folder.path, 'report.html');
}

async function plotsOf(run: Run): Promise<Record<string, Plot>> {
  const { network, optimizer } = run;
  return {
    ...(optimizer.history.train.length > 0 ? { 'training-errors': plotErrors(optimizer) } : {}),
    network: plotNetwork(network),
    ...(isChecked(run) ? await plotsOfCheck(run) : {}),
  };
}

async function plotsOfCheck({ network, outcome }: CheckedRun): Promise<Record<string, Plot>> {
  const { actual, predicted, probabilities } = outcome.verdict;
  return {
    'confusion-matrix': plotConfusionMatrix(confusionMatrix(actual, predicted), { mistakes: true }),
    mistakes: plotMistakes(outcome.pictures, actual, probabilities),
    'roc-curves': plotRocCurve(actual, probabilities, { corner: true }),
    'precision-recall-curves': plotPrecisionRecallCurve(actual, probabilities, { corner: true }),
    'first-layer-weights': await plotFirstWeights(network, 50),
  };
}

function isChecked(run: Run): run is CheckedRun {
  return run.outcome.kind === 'checked';
}
