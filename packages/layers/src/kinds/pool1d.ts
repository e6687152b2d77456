import type { avgPool } from '@neutype/core';
import { checkCount, OptionError, shown } from '@neutype/errors';
import { reshape } from '@tensorflow/tfjs-core';
import { checkLayerOptions } from '../checkLayerOptions.js';
import { type Layer, layer } from '../layer.js';
import { checkedPadding, outputLength, type Padding } from '../window.js';
import { checkFits } from './imageShape.js';
import { sequenceShape } from './sequenceShape.js';

/** Options of the poolings over time. */
export interface Pool1dOptions {
  /** How far the window moves; the window's size by default. */
  readonly stride?: number;
  /**
   * `'valid'` (the default) leaves out windows that reach over an end, `'same'` lets them, and a number lets them reach
   * so far at each end. What lies outside of the sequence counts neither as a largest value nor in a mean.
   */
  readonly padding?: Padding;
  /** A name of its own instead of the kind and a number. */
  readonly name?: string;
}

/** What maximum and average pooling over time have in common. */
export function pool1d(
  calledAs: string,
  kind: string,
  pool: typeof avgPool,
  size: number,
  options: Pool1dOptions,
): Layer<readonly [number, number]> {
  checkLayerOptions(calledAs, options, ['padding', 'stride']);
  const { stride = size, name } = options;
  checkCount(`${calledAs} size`, size);
  checkCount(`${calledAs} stride`, stride);
  const padding = checkedPadding(options.padding ?? 'valid', `${calledAs} padding`);
  checkReach(calledAs, size, padding);
  return layer({
    kind,
    name,
    replayable: true,
    settings: { size, stride, padding },
    outputShape: (inputShape, where) => {
      const [time, features] = sequenceShape(inputShape, where);
      const length = outputLength(time, { size, stride, dilation: 1, padding });
      checkFits(where, inputShape, [length], String(size), 'a sequence');
      return [length, features];
    },
    forward: (x) => {
      const [batch, time, features] = x.shape as [number, number, number];
      const y = pool(reshape(x, [batch, time, 1, features]), {
        size: [size, 1],
        strides: [stride, 1],
        padding: typeof padding === 'number' ? [padding, 0] : padding,
      });
      return reshape(y, [batch, y.shape[1], features]);
    },
  });
}

/** Refuses windows that would lie in the padding alone. */
function checkReach(calledAs: string, size: number, padding: Padding): void {
  if (typeof padding === 'string' || padding < size) return;
  throw new OptionError({
    where: `${calledAs} padding`,
    expected: `less than the window's size, ${size}`,
    received: shown(padding),
  });
}
