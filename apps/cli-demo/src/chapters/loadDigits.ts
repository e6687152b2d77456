import { type Mnist784, mnist784, syntheticDigits784 } from '@neutype/datasets';
import { formatShape } from '@neutype/ndarray';
import { imshow } from '@neutype/plots';
import type { Settings } from '../flags.js';
import type { Output } from '../output/output.js';

/** Finds the digits that the settings ask for. */
export type DigitLoader = (
  settings: Pick<Settings, 'dataset' | 'data' | 'seed'>,
  onNotice: (line: string) => void,
) => Promise<Mnist784>;

/** MNIST or synthetic digits, as asked; where nothing was asked, MNIST if it is found. */
export const loadDigits: DigitLoader = async ({ dataset, data, seed }, onNotice) => {
  if (dataset === 'synthetic') return { ...syntheticDigits784({ seed }), source: 'synthetic' };
  const isFree = dataset === undefined && data === undefined;
  return mnist784({ dataDir: data, onNotice, seed, fallback: isFree ? 'synthetic' : undefined });
};

/** Shows what the data are: their shapes, and the first digit. */
export function showDigits({ images, labels, source }: Mnist784, output: Output): void {
  output.code(
    source === 'synthetic'
      ? 'const { images, labels } = syntheticDigits784();'
      : 'const { images, labels } = await mnist784();',
  );
  output.code('images.shape');
  output.print(formatShape(images.shape));
  output.code('labels.shape');
  output.print(formatShape(labels.shape));
  output.code('imshow(images.row(0)).toText()');
  output.print(imshow(images.row(0)).toText(output.plots));
  output.code('labels.row(0)');
  output.print(String(labels.row(0)));
}
