import { type Mnist784, mnist784, syntheticDigits784 } from '@neutype/datasets';
import { formatShape } from '@neutype/ndarray';
import { imshow } from '@neutype/plots';
import { DATA_SEED } from '../dataSeed.js';
import type { Settings } from '../flags.js';
import type { Output } from '../output/output.js';

/** Finds the digits that the settings ask for. */
export type DigitLoader = (
  settings: Pick<Settings, 'dataset' | 'data'>,
  output: Pick<Output, 'note' | 'progress'>,
) => Promise<Mnist784>;

/** Who has synthetic digits to go on with does not wait long for a mirror. */
const IMPATIENT = { attempts: 1, responseTimeout: 5000 };

/** MNIST or synthetic digits, as asked; where nothing was asked, MNIST if it is found. */
export const loadDigits: DigitLoader = async ({ dataset, data }, output) => {
  if (dataset === 'synthetic') return { ...syntheticDigits784({ seed: DATA_SEED }), source: 'synthetic' };
  output.progress('Looking for MNIST');
  try {
    return await mnist784({
      dataDir: data,
      onNotice: output.note,
      onProgress: ({ file, received, total }) => output.progress(downloadLine(file, received, total)),
      ...(dataset === undefined ? { fallback: 'synthetic', seed: DATA_SEED, fetchPolicy: IMPATIENT } : {}),
    });
  } finally {
    output.progress(undefined);
  }
};

function downloadLine(file: string, received: number, total: number | undefined): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `Downloading ${file}: ${megabytes(received)}${total === undefined ? '' : ` of ${megabytes(total)}`} MB`;
}

/** Shows what the data are: their shapes, and the first digit. */
export function showDigits({ images, labels, source }: Mnist784, output: Output): void {
  output.code(
    source === 'synthetic'
      ? `const { images, labels } = syntheticDigits784({ seed: ${DATA_SEED} });   // generated: this is not MNIST`
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
