import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Network } from '@neutype/layers';
import { classificationReport, confusionMatrix } from '@neutype/metrics';
import { NdArray } from '@neutype/ndarray';
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
import type { Output } from '../output/output.js';
import type { Parts } from './split.js';

const IMAGE = [28, 28] as const;

/**
 * All plots of the run, each as an SVG in the directory `out`, and together on one page, `report.html`.
 *
 * @param data the validation data, and the mean image that was taken from it: pictures are shown with it
 */
export async function writeReport(
  optimizer: Optimizer,
  network: Network,
  { xTest, yTest, mean }: Pick<Parts, 'xTest' | 'yTest'> & { readonly mean: NdArray },
  out: string,
  output: Output,
): Promise<void> {
  const probabilities = await optimizer.predict(xTest);
  const [actual, predicted] = [yTest.argmax(1), probabilities.argmax(1)];
  const pictures = new NdArray(xTest.data.slice(), xTest.shape).add(mean).reshape(-1, ...IMAGE);
  const plots: Record<string, Plot> = {
    ...(optimizer.history.train.length > 0 ? { 'training-errors': plotErrors(optimizer) } : {}),
    network: plotNetwork(network),
    'confusion-matrix': plotConfusionMatrix(confusionMatrix(actual, predicted)),
    mistakes: plotMistakes(pictures, actual, probabilities),
    'roc-curves': plotRocCurve(actual, probabilities),
    'precision-recall-curves': plotPrecisionRecallCurve(actual, probabilities),
    'first-layer-weights': plotWeights(await firstWeights(network), { shape: IMAGE }),
  };
  for (const [name, plot] of Object.entries(plots)) await writeFile(join(out, `${name}.svg`), plot.toSvg());
  const page = htmlReport({
    title: 'A network that reads digits',
    subtitle: `${optimizer.algorithm}, ${epochs(optimizer.lastEpoch)}, seed ${optimizer.seed}`,
    sections: [
      { title: 'The network', preformatted: network.toString() },
      { title: 'Validation', preformatted: classificationReport(actual, predicted) },
      { title: 'Plots', plots: Object.values(plots) },
    ],
  });
  const file = join(out, 'report.html');
  await writeFile(file, page);
  output.print(`All plots of this run, on one page: ${file}`);
}

const epochs = (count: number): string => `${count} ${count === 1 ? 'epoch' : 'epochs'}`;

/** The weights of the first layer that has any, an NdArray-like of shape [pixels, units]. */
async function firstWeights(network: Network): Promise<Pick<NdArray, 'data' | 'shape'>> {
  const weight = network.parameters.find(({ shape }) => shape.length === 2);
  if (!weight) throw new Error('The network of the tutorial has a dense layer first.');
  return { data: await weight.read(), shape: weight.shape };
}
