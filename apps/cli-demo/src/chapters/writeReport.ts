import { join } from 'node:path';
import type { Network } from '@neutype/layers';
import { classificationReport, confusionMatrix } from '@neutype/metrics';
import type { NdArray } from '@neutype/ndarray';
import type { Optimizer } from '@neutype/optimizers';
import {
  htmlReport,
  type Plot,
  plotConfusionMatrix,
  plotErrors,
  plotMistakes,
  plotNetwork,
  plotPrecisionRecallCurve,
  plotRocCurve,
  plotWeights,
} from '@neutype/plots';
import type { DatasetName, Settings } from '../flags.js';
import type { OutputFolder } from '../outputFolder.js';
import { DATASET_TITLES, percent, type Verdict } from './report.js';

const IMAGE = [28, 28] as const;

/** A run, as its report tells it. */
export interface Run {
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly settings: Settings;
  readonly dataset: DatasetName;
  /** What computed, in words. */
  readonly engine: string;
  readonly stopped: boolean;
  readonly seconds: number;
  /** The images that were kept aside, as people see them: `[images, 28, 28]`. */
  readonly pictures: NdArray;
  readonly verdict: Verdict;
}

/**
 * All plots of the run, each as an SVG, and together on one page.
 *
 * @returns the page's path
 */
export async function writeReport(run: Run, folder: OutputFolder): Promise<string> {
  const plots = await plotsOf(run);
  for (const [name, plot] of Object.entries(plots)) await folder.write(`${name}.svg`, plot.toSvg());
  const { network, dataset, verdict } = run;
  await folder.write(
    'report.html',
    htmlReport({
      title: `${percent(verdict.accuracy)} of ${DATASET_TITLES[dataset]} read right`,
      subtitle:
        `A network of ${network.parameterCount.toLocaleString('en-US')} parameters, checked with ` +
        `${verdict.actual.length.toLocaleString('en-US')} images that it has not learned from`,
      sections: [
        {
          title: 'The run',
          paragraphs: dataset === 'synthetic' ? ['These digits were generated: they are not MNIST.'] : [],
          preformatted: factsOf(run),
        },
        { title: 'The network', preformatted: network.toString() },
        { title: 'Validation', preformatted: classificationReport(verdict.actual, verdict.predicted) },
        { title: 'Plots', plots: Object.values(plots) },
      ],
    }),
  );
  return join(folder.path, 'report.html');
}

async function plotsOf({ network, optimizer, pictures, verdict }: Run): Promise<Record<string, Plot>> {
  const { actual, predicted, probabilities } = verdict;
  return {
    ...(optimizer.history.train.length > 0 ? { 'training-errors': plotErrors(optimizer) } : {}),
    network: plotNetwork(network),
    'confusion-matrix': plotConfusionMatrix(confusionMatrix(actual, predicted)),
    mistakes: plotMistakes(pictures, actual, probabilities),
    'roc-curves': plotRocCurve(actual, probabilities),
    'precision-recall-curves': plotPrecisionRecallCurve(actual, probabilities),
    'first-layer-weights': plotWeights(await firstWeights(network), { shape: IMAGE }),
  };
}

/** What else one must know to have the same run again. */
function factsOf({ optimizer, settings, dataset, engine, stopped, seconds }: Run): string {
  const { batchSize, step, momentum, epochs } = settings;
  const done = stopped ? `${optimizer.lastEpoch} of ${epochs}, stopped by Ctrl-C` : String(epochs);
  const facts = {
    Data: DATASET_TITLES[dataset],
    Algorithm: `${optimizer.algorithm}, Nesterov, shuffled`,
    Epochs: done,
    'Batch size': String(batchSize),
    Step: String(step),
    Momentum: String(momentum),
    Seed: String(optimizer.seed),
    'Computed by': engine,
    Time: `${seconds.toFixed(1)} s, loading included`,
    Finished: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  };
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
  return Object.entries(facts)
    .map(([name, value]) => `${name.padEnd(width)}  ${value}`)
    .join('\n');
}

/** The weights of the first layer that has any, an NdArray-like of shape [pixels, units]. */
async function firstWeights(network: Network): Promise<Pick<NdArray, 'data' | 'shape'>> {
  const weight = network.parameters.find(({ shape }) => shape.length === 2);
  if (!weight) throw new Error('The network of the tutorial has a dense layer first.');
  return { data: await weight.read(), shape: weight.shape };
}
