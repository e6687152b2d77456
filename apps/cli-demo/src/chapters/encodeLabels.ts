import { oneHot } from '@neutype/datasets';
import { formatShape, type NdArray } from '@neutype/ndarray';
import { random } from '@neutype/random';
import { DATA_SEED } from '../dataSeed.js';
import type { Output } from '../output/output.js';

const SAMPLE = 10;
const CLASSES = 10;

/** Shows some labels, and makes of each a row with a 1 in the label's column. */
export function encodeLabels(labels: NdArray<Uint8Array>, output: Output): NdArray<Float32Array> {
  const chosen = random(DATA_SEED).split('sample of labels').permutation(labels.length).slice(0, SAMPLE);
  output.code(`labels.take(${SAMPLE} random indices)`);
  output.print(`[${labels.take(chosen).data.join(', ')}]`);
  output.say(
    'The network gives ten probabilities, so each label becomes ten numbers: a 1 at its digit, 0 elsewhere.',
  );
  output.code('const y = oneHot(labels);', 'y.shape');
  const y = oneHot(labels, { classes: CLASSES });
  output.print(formatShape(y.shape));
  return y;
}
