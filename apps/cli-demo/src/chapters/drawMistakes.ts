import type { NdArray } from '@neutype/ndarray';
import { plotMistakes } from '@neutype/plots';
import type { Output } from '../output/output.js';
import type { Verdict } from './report.js';

/** A picture and the space beside it, in characters. */
const TILE = 30;

/** Shows what the network got wrong and was surest of, as many as fit side by side. */
export function drawMistakes(
  pictures: NdArray,
  { actual, predicted, probabilities }: Verdict,
  output: Output,
): void {
  const wrong = actual.data.filter((label, index) => label !== predicted.data[index]).length;
  if (wrong === 0) return;
  const count = Math.max(1, Math.min(wrong, Math.floor(output.plots.width / TILE)));
  output.say(
    `It got ${wrong.toLocaleString('en-US')} wrong. Those it was surest of, with what it took them for:`,
  );
  output.code(`plotMistakes(pictures, yTest.argmax(1), probabilities, { count: ${count} }).toText()`);
  output.print(plotMistakes(pictures, actual, probabilities, { count, columns: count }).toText(output.plots));
}
